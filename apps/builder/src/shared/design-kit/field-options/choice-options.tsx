import { useRef } from 'react';
import { Button, Popover } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, PlusOutlined } from '@ant-design/icons';
import type { SelectChoice, SelectOptions } from '@tessera/contract';
import { useTexts } from '../../i18n/index.ts';
import { designTexts } from '../design-texts.ts';
import { LocalizedInput } from '../localized-input.tsx';
import { CHOICE_COLORS, addChoice, moveChoice, relabelChoice } from './choices.ts';
import { SettingRow, withOptions, type OptionEditorProps } from './option-editor.tsx';
import styles from './option-editor.module.css';

export function ChoiceOptionsEditor({ field, onChange, entity }: OptionEditorProps) {
  const t = useTexts(designTexts);
  const choices = (field.options as SelectOptions | undefined)?.choices ?? [];
  const stored = useRef(storedValues(entity, field.key)).current;
  const put = (next: readonly SelectChoice[]): void => onChange(withOptions(field, { choices: next }));
  return (
    <SettingRow label={t('choices')} error={choices.length === 0 ? t('choicesMissing') : undefined}>
      <div className={styles.choices}>
        {choices.map((choice, index) => (
          <div key={index} className={styles.choice}>
            <ColorButton color={choice.color ?? CHOICE_COLORS[0]} onChange={(color) => put(choices.map((one, at) => (at === index ? { ...one, color } : one)))} />
            <LocalizedInput
              inline
              name={`${t('choices')} ${index + 1}`}
              value={choice.label}
              onChange={(label) => put(relabelChoice(choices, index, label, stored))}
            />
            <span className={styles.choiceButtons}>
              <Button size="small" type="text" icon={<ArrowUpOutlined />} aria-label={t('moveUp')} disabled={index === 0} onClick={() => put(moveChoice(choices, index, index - 1))} />
              <Button size="small" type="text" icon={<ArrowDownOutlined />} aria-label={t('moveDown')} disabled={index === choices.length - 1} onClick={() => put(moveChoice(choices, index, index + 1))} />
              <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('removeChoice')} onClick={() => put(choices.filter((_, at) => at !== index))} />
            </span>
          </div>
        ))}
      </div>
      <Button size="small" icon={<PlusOutlined />} onClick={() => put(addChoice(choices))}>{t('addChoice')}</Button>
    </SettingRow>
  );
}

function ColorButton({ color, onChange }: { color: string; onChange: (color: string) => void }) {
  const t = useTexts(designTexts);
  return (
    <Popover
      trigger="click"
      content={
        <div className={styles.swatches}>
          {CHOICE_COLORS.map((option) => (
            <button key={option} type="button" className={styles.swatch} style={{ background: option }} aria-label={option} aria-pressed={option === color} onClick={() => onChange(option)} />
          ))}
        </div>
      }
    >
      <button type="button" className={styles.swatch} style={{ background: color }} aria-label={t('choiceColor')} />
    </Popover>
  );
}

function storedValues(entity: OptionEditorProps['entity'], key: string): ReadonlySet<string> {
  const field = entity.fields.find((candidate) => candidate.key === key);
  return new Set(((field?.options as SelectOptions | undefined)?.choices ?? []).map((choice) => choice.value));
}
