/** Texts of the file that stand for other values: "0" for "on sale". */

import { useState } from 'react';
import { AutoComplete, Button, Input, Modal, Select } from 'antd';
import { ArrowRightOutlined, DeleteOutlined, PlusOutlined, SwapOutlined } from '@ant-design/icons';
import { textIn, type FieldDocument, type ImportMapping, type ImportView, type SelectOptions } from '@tessera/contract';
import { commonTexts, useLocale, useTexts } from '../../shared/i18n/index.ts';
import { columnMapping, sampleValues, setValues } from './mapping-draft.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

interface ReplaceValuesProps {
  readonly name: string;
  readonly column: number;
  readonly view: ImportView;
  readonly field: FieldDocument | undefined;
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
}

type Pair = readonly [from: string, to: string];

export function ReplaceValues(props: ReplaceValuesProps) {
  const t = useTexts(importTexts);
  const [open, setOpen] = useState(false);
  const count = Object.keys(columnMapping(props.mapping, props.column).values ?? {}).length;
  return (
    <>
      <Button type="text" size="small" icon={<SwapOutlined />} onClick={() => setOpen(true)}>
        {count > 0 ? t('replaceCount', { count }) : t('replace')}
      </Button>
      {open ? <ReplaceDialog {...props} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ReplaceDialog({ name, column, view, field, mapping, onChange, onClose }: ReplaceValuesProps & { onClose: () => void }) {
  const t = useTexts(importTexts);
  const common = useTexts(commonTexts);
  const locale = useLocale();
  const known = columnMapping(mapping, column).values ?? {};
  const found = sampleValues(view.sample, column, mapping.nullWords);
  const [pairs, setPairs] = useState<readonly Pair[]>(() => {
    const set = Object.entries(known);
    return set.length > 0 ? set : found.slice(0, 6).map((text): Pair => [text, '']);
  });
  const choices =
    field?.type === 'checkbox'
      ? [
          { value: 'true', label: common('yes') },
          { value: 'false', label: common('no') },
        ]
      : ((field?.options as SelectOptions | undefined)?.choices ?? []).map((choice) => ({ value: choice.value, label: textIn(choice.label, locale) }));
  const setPair = (index: number, pair: Pair) => setPairs(pairs.map((one, at) => (at === index ? pair : one)));
  const save = () => {
    onChange(setValues(mapping, column, Object.fromEntries(pairs.filter(([from, to]) => from.trim() !== '' && to !== '').map(([from, to]) => [from.trim(), to]))));
    onClose();
  };
  return (
    <Modal open centered title={t('replaceTitle', { column: name })} okText={common('save')} cancelText={common('cancel')} onOk={save} onCancel={onClose}>
      <p className={styles.quiet}>{t('replaceText')}</p>
      <div className={styles.pairs}>
        {pairs.map(([from, to], index) => (
          <div key={index} className={styles.pair}>
            <AutoComplete aria-label={t('replaceFrom')} placeholder={t('replaceFrom')} value={from} options={found.map((text) => ({ value: text }))} onChange={(next: string) => setPair(index, [next, to])} />
            <ArrowRightOutlined className={styles.chevron} />
            {choices.length > 0 ? (
              <Select aria-label={t('replaceTo')} placeholder={t('replaceTo')} allowClear value={to === '' ? null : to} options={choices} onChange={(next: string | null | undefined) => setPair(index, [from, next ?? ''])} />
            ) : (
              <Input aria-label={t('replaceTo')} placeholder={t('replaceTo')} value={to} onChange={(event) => setPair(index, [from, event.target.value])} />
            )}
            <Button type="text" icon={<DeleteOutlined />} aria-label={t('removeReplacement')} onClick={() => setPairs(pairs.filter((_, at) => at !== index))} />
          </div>
        ))}
      </div>
      <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => setPairs([...pairs, ['', '']])}>
        {t('addReplacement')}
      </Button>
    </Modal>
  );
}
