/** How much of a value is shown: a pattern by name, or so many characters, with what it makes of an example. */

import { useState } from 'react';
import { Button, Checkbox, Input, InputNumber, Popover, Segmented } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import type { FieldDocument, Mask } from '@tessera/contract';
import { maskText } from '@tessera/model';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { MASK_PRESETS, exampleOf, presetOf, showsPart, type MaskPreset } from './mask-presets.ts';
import styles from './field-levels.module.css';
import { roleTexts } from './texts.ts';

interface MaskEditorProps {
  readonly field: FieldDocument;
  readonly mask: Mask;
  readonly onChange: (mask: Mask) => void;
}

export function MaskEditor({ field, mask, onChange }: MaskEditorProps) {
  const t = useTexts(roleTexts);
  const label = useLabel();
  const shown = showsPart(field) ? maskText(mask, exampleOf(field)) : '****';
  return (
    <Popover trigger="click" placement="bottomLeft" title={t('maskTitle', { field: label(field.label) })} content={<MaskForm field={field} mask={mask} onChange={onChange} />}>
      <Button size="small" type="dashed" aria-label={t('maskName', { field: label(field.label), example: shown })}>
        <span className={styles.pattern}>{shown}</span> <DownOutlined />
      </Button>
    </Popover>
  );
}

const NAMES = Object.keys(MASK_PRESETS) as MaskPreset[];

function MaskForm({ field, mask, onChange }: MaskEditorProps) {
  const t = useTexts(roleTexts);
  const [example, setExample] = useState(exampleOf(field));
  if (!showsPart(field)) return <p className={styles.maskForm}>{t('maskWhole')}</p>;
  const preset = presetOf(mask);
  return (
    <div className={styles.maskForm}>
      <Segmented<MaskPreset | 'custom'>
        size="small"
        aria-label={t('maskPreset')}
        value={preset ?? 'custom'}
        options={[...NAMES.map((name) => ({ value: name, label: t(`mask_${name}`) })), { value: 'custom' as const, label: t('mask_custom'), disabled: preset !== null }]}
        onChange={(next) => next !== 'custom' && onChange(MASK_PRESETS[next])}
      />
      <div className={styles.maskNumbers}>
        <label>
          {t('maskStart')}
          <InputNumber size="small" min={0} max={20} precision={0} value={mask.start} onChange={(start) => onChange({ ...mask, start: start ?? 0 })} />
        </label>
        <label>
          {t('maskEnd')}
          <InputNumber size="small" min={0} max={20} precision={0} value={mask.end} onChange={(end) => onChange({ ...mask, end: end ?? 0 })} />
        </label>
        <Checkbox
          checked={mask.domain === true}
          onChange={({ target }) => {
            const { domain: _before, ...others } = mask;
            onChange(target.checked ? { ...others, domain: true } : others);
          }}
        >
          {t('maskDomain')}
        </Checkbox>
      </div>
      <div className={styles.example}>
        <Input size="small" aria-label={t('maskExample')} value={example} onChange={(event) => setExample(event.target.value)} />
        <span aria-hidden>→</span>
        <output className={styles.pattern}>{maskText(mask, example)}</output>
      </div>
      <p className={styles.hint}>{t('maskHint')}</p>
    </div>
  );
}
