import { Input, InputNumber } from 'antd';
import type { TextOptions } from '@tessera/contract';
import { useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { SettingPair, SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';

export function TextOptionsEditor({ field, onChange }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const options = (field.options ?? {}) as TextOptions;
  return (
    <SettingPair>
      <SettingRow label={t('maxLength')}>
        <InputNumber
          min={1}
          max={100_000}
          precision={0}
          value={options.maxLength ?? null}
          aria-label={t('maxLength')}
          style={{ width: '100%' }}
          onChange={(maxLength) => onChange(withOptions(field, { maxLength: maxLength ?? undefined }))}
        />
      </SettingRow>
      {field.type === 'text' ? (
        <SettingRow label={t('pattern')} hint={t('patternHint')}>
          <Input value={options.pattern ?? ''} aria-label={t('pattern')} onChange={(event) => onChange(withOptions(field, { pattern: event.target.value }))} />
        </SettingRow>
      ) : null}
    </SettingPair>
  );
}
