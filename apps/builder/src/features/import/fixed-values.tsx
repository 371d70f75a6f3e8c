/** Values for fields that no column gives, entered with the widgets of a form. */

import { Button, Select } from 'antd';
import { DeleteOutlined } from '@ant-design/icons';
import type { EntityDocument, FieldDocument, ImportMapping } from '@tessera/contract';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { CELL_WIDGETS, useFieldContext } from '../../shared/record-form/index.ts';
import { setConstant, withoutConstant } from './mapping-draft.ts';
import { importTexts } from './texts.ts';
import styles from './import.module.css';

interface FixedValuesProps {
  readonly entity: EntityDocument;
  readonly fields: readonly FieldDocument[];
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
}

export function FixedValues({ entity, fields, mapping, onChange }: FixedValuesProps) {
  const t = useTexts(importTexts);
  const label = useLabel();
  const context = useFieldContext(entity);
  const constants = Object.entries(mapping.constants ?? {});
  const given = new Set([...mapping.columns.flatMap((one) => one.field ?? []), ...constants.map(([key]) => key)]);
  const free = fields.filter((field) => !given.has(field.key));
  return (
    <div>
      <label className={styles.label} htmlFor="add-constant">
        {t('constants')}
      </label>
      {constants.map(([key, value]) => {
        const field = fields.find((one) => one.key === key);
        const Widget = field ? CELL_WIDGETS[field.type] : undefined;
        if (!field || !Widget) return null;
        return (
          <div key={key} className={styles.constant}>
            <label className={styles.constantName} htmlFor={`constant-${key}`}>
              {label(field.label)}
            </label>
            <Widget id={`constant-${key}`} field={field} value={value} onChange={(next) => onChange(setConstant(mapping, key, next))} readonly={false} invalid={false} cell={false} label={label(field.label)} context={context} />
            <Button type="text" icon={<DeleteOutlined />} aria-label={t('removeReplacement')} onClick={() => onChange(withoutConstant(mapping, key))} />
          </div>
        );
      })}
      <Select<string | null>
        id="add-constant"
        style={{ width: '100%' }}
        placeholder={t('addConstant')}
        value={null}
        onChange={(key: string | null) => key && onChange(setConstant(mapping, key, null))}
        showSearch={{ optionFilterProp: 'label' }}
        options={free.map((field) => ({ value: field.key, label: label(field.label) }))}
      />
      <p className={styles.quiet}>{t('constantsHint')}</p>
    </div>
  );
}
