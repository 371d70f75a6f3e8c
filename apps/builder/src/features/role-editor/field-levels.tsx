/** Per field whether the role may not know it, sees it masked, reads it, or writes it too; and on which rows it is different. */

import { useState } from 'react';
import { Button, Checkbox, Dropdown, Segmented, Select, Tooltip } from 'antd';
import { CloseOutlined, DownOutlined, EditOutlined, EyeInvisibleOutlined, EyeOutlined, PlusOutlined, SafetyOutlined } from '@ant-design/icons';
import type { EntityDocument, FieldDocument, Filter } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { FieldTypeIcon } from '../../shared/design-kit/index.ts';
import { allFields } from '../../shared/fields/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useRowsDropdown } from './cell-menu.tsx';
import { ConditionDialog } from './condition-dialog.tsx';
import { FREE, highest, type FieldLevel, type FieldStep, type FieldSteps } from './field-steps.ts';
import { MaskEditor } from './mask-editor.tsx';
import { firstMask, mayBeMasked } from './mask-presets.ts';
import styles from './field-levels.module.css';
import type { EntityGrant } from './role-matrix.ts';
import { whoseRows } from './row-choices.ts';
import { useCellLabel } from './row-words.tsx';
import { roleTexts } from './texts.ts';

interface FieldLevelsProps {
  readonly entity: EntityDocument;
  readonly grant: EntityGrant;
  /** The role changes no record here: its fields are hidden, masked or read. */
  readonly readsOnly: boolean;
  readonly onChange: (field: string, steps: FieldSteps) => void;
}

export function FieldLevels({ entity, grant, readsOnly, onChange }: FieldLevelsProps) {
  const t = useTexts(roleTexts);
  const fields = allFields(entity).filter((field) => field.key === 'owner' || entity.fields.includes(field));
  return (
    <div className={styles.levels}>
      <p className={styles.hint}>{t('fieldsHint')}</p>
      <ul>
        {fields.map((field) => (
          <FieldLine key={field.key} entity={entity} field={field} fixed={readsOnly || fieldType(field.type).readOnly} steps={grant.fields[field.key] ?? FREE} onChange={(steps) => onChange(field.key, steps)} />
        ))}
      </ul>
    </div>
  );
}

interface FieldLineProps {
  readonly entity: EntityDocument;
  readonly field: FieldDocument;
  /** Nobody writes it here, so that reading is the most. */
  readonly fixed: boolean;
  readonly steps: FieldSteps;
  readonly onChange: (steps: FieldSteps) => void;
}

const ICONS = { none: <EyeInvisibleOutlined />, masked: <SafetyOutlined />, read: <EyeOutlined />, write: <EditOutlined /> };

/** What can be chosen; where nobody writes, "write" is what reading is called. */
function useLevels(field: FieldDocument, fixed: boolean) {
  const t = useTexts(roleTexts);
  const levels: FieldLevel[] = ['none', ...(mayBeMasked(field) ? (['masked'] as const) : []), ...(fixed ? [] : (['read'] as const)), 'write'];
  return {
    shown: (level: FieldLevel): FieldLevel => (fixed && level === 'read' ? 'write' : level),
    options: levels.map((level) => ({ value: level, label: t(fixed && level === 'write' ? 'level_read' : `level_${level}`), icon: fixed && level === 'write' ? ICONS.read : ICONS[level] })),
  };
}

const stepOf = (field: FieldDocument, level: FieldLevel, before: FieldStep): FieldStep => ({
  level,
  ...(level === 'masked' ? { mask: before.mask ?? firstMask(field) } : {}),
  ...(before.where === undefined ? {} : { where: before.where }),
});

function FieldLine({ entity, field, fixed, steps, onChange }: FieldLineProps) {
  const t = useTexts(roleTexts);
  const label = useLabel();
  const levels = useLevels(field, fixed);
  const name = label(field.label);
  const [base, ...exceptions] = steps as readonly [FieldStep, ...FieldStep[]];
  const put = (index: number, step: FieldStep) => onChange(steps.map((one, at) => (at === index ? step : one)));
  // Elsewhere more is opened where the base shows little, and less where it shows all.
  const another: FieldStep = { ...stepOf(field, base.level === 'write' ? 'none' : 'write', {} as FieldStep), where: whoseRows('own') };
  return (
    <li data-field={field.key} data-level={highest(steps)}>
      <div className={styles.line}>
        <FieldTypeIcon type={field.type} />
        <span className={styles.name} title={name}>{name}</span>
        <Segmented<FieldLevel>
          size="small"
          aria-label={t('fieldName', { field: name })}
          value={levels.shown(base.level)}
          options={levels.options}
          onChange={(level) => put(0, stepOf(field, level, base))}
        />
        <Tooltip title={t('addException')}>
          <Button size="small" type="text" icon={<PlusOutlined />} aria-label={t('addExceptionTo', { field: name })} onClick={() => onChange([...steps, another])} />
        </Tooltip>
      </div>
      {base.level === 'masked' ? <MaskLine field={field} fixed={fixed} step={base} onChange={(step) => put(0, step)} /> : null}
      {exceptions.map((step, index) => (
        <Exception
          key={index}
          entity={entity}
          field={field}
          fixed={fixed}
          step={step}
          onChange={(next) => put(index + 1, next)}
          onRemove={() => onChange(steps.filter((_, at) => at !== index + 1))}
        />
      ))}
    </li>
  );
}

interface StepProps {
  readonly field: FieldDocument;
  readonly fixed: boolean;
  readonly step: FieldStep;
  readonly onChange: (step: FieldStep) => void;
}

function MaskLine({ field, fixed, step, onChange }: StepProps) {
  const t = useTexts(roleTexts);
  return (
    <div className={styles.mask}>
      <MaskEditor field={field} mask={step.mask ?? firstMask(field)} onChange={(mask) => onChange({ ...step, mask })} />
      {fixed ? null : (
        <Checkbox
          checked={step.writable === true}
          onChange={({ target }) => {
            const { writable: _before, ...others } = step;
            onChange(target.checked ? { ...others, writable: true } : others);
          }}
        >
          {t('maskWritable')}
        </Checkbox>
      )}
    </div>
  );
}

/** "On own records: read". */
function Exception({ entity, field, fixed, step, onChange, onRemove }: StepProps & { entity: EntityDocument; onRemove: () => void }) {
  const t = useTexts(roleTexts);
  const label = useLabel();
  const cellLabel = useCellLabel(entity);
  const levels = useLevels(field, fixed);
  const rows = useRowsDropdown(entity);
  const [writing, setWriting] = useState(false);
  const where = step.where as Filter;
  const shown = cellLabel({ where });
  return (
    <>
      <div className={styles.exception}>
        <span className={styles.but}>{t('exceptOn')}</span>
        <Dropdown
          trigger={['click']}
          menu={{
            items: rows.items.filter((item) => item?.key !== 'all'),
            selectedKeys: [rows.idOf({ where })],
            onClick: ({ key }) => {
              const cell = rows.cellOf(key);
              if (cell === null) setWriting(true);
              else if (typeof cell === 'object') onChange({ ...step, where: cell.where });
            },
          }}
        >
          <button type="button" className={styles.rows} title={shown} aria-label={t('exceptionRows', { field: label(field.label), rows: shown })}>
            <span>{shown}</span> <DownOutlined />
          </button>
        </Dropdown>
        <Select<FieldLevel>
          size="small"
          aria-label={t('exceptionLevel', { field: label(field.label) })}
          popupMatchSelectWidth={false}
          value={levels.shown(step.level)}
          options={levels.options.map(({ value, label: text }) => ({ value, label: text }))}
          onChange={(level: FieldLevel) => onChange(stepOf(field, level, step))}
        />
        <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('removeException', { field: label(field.label) })} onClick={onRemove} />
      </div>
      {step.level === 'masked' ? <MaskLine field={field} fixed={fixed} step={step} onChange={onChange} /> : null}
      {writing ? (
        <ConditionDialog
          entity={entity}
          title={t('exceptionTitle', { field: label(field.label) })}
          where={where}
          onCancel={() => setWriting(false)}
          onDone={(next) => {
            onChange({ ...step, where: next });
            setWriting(false);
          }}
        />
      ) : null}
    </>
  );
}
