/** Building a filter by hand: field, comparison and a value of the field's own kind, joined by "and" or "or". */

import { Button, Select } from 'antd';
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { FieldDocument, FilterOperator } from '@tessera/contract';
import { valueTypeOf } from '../fields/value-type.ts';
import { useLabel, useTexts } from '../i18n/index.ts';
import { EMPTY_DRAFT, isFilterable, needsValue, newCondition, operatorsFor, withOperator, type ConditionDraft, type FilterDraft } from './filter-draft.ts';
import { OperandInput } from './operand-input.tsx';
import { filterTexts } from './texts.ts';
import styles from './filter.module.css';

interface FilterBuilderProps {
  readonly fields: readonly FieldDocument[];
  readonly draft: FilterDraft;
  readonly onChange: (draft: FilterDraft) => void;
}

export function FilterBuilder({ fields, draft, onChange }: FilterBuilderProps) {
  const t = useTexts(filterTexts);
  const usable = fields.filter(isFilterable);
  const setCondition = (index: number, condition: ConditionDraft) => onChange({ ...draft, conditions: draft.conditions.map((one, at) => (at === index ? condition : one)) });
  const first = usable[0];
  return (
    <div className={styles.builder}>
      {draft.conditions.length === 0 ? <p className={styles.none}>{t('none')}</p> : null}
      {draft.conditions.map((condition, index) => (
        <ConditionRow
          key={index}
          fields={usable}
          condition={condition}
          before={
            index === 0 ? (
              <span className={styles.join}>{t('where')}</span>
            ) : index === 1 ? (
              <Select
                className={styles.join}
                aria-label={t('join')}
                value={draft.join}
                onChange={(join: 'and' | 'or') => onChange({ ...draft, join })}
                options={[
                  { value: 'and', label: t('and') },
                  { value: 'or', label: t('or') },
                ]}
              />
            ) : (
              <span className={styles.join}>{t(draft.join)}</span>
            )
          }
          onChange={(next) => setCondition(index, next)}
          onRemove={() => onChange({ ...draft, conditions: draft.conditions.filter((_, at) => at !== index) })}
        />
      ))}
      <div className={styles.foot}>
        <Button type="text" size="small" icon={<PlusOutlined />} disabled={!first} onClick={() => first && onChange({ ...draft, conditions: [...draft.conditions, newCondition(first)] })}>
          {t('add')}
        </Button>
        {draft.conditions.length > 0 ? (
          <Button type="text" size="small" onClick={() => onChange(EMPTY_DRAFT)}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

interface ConditionRowProps {
  readonly fields: readonly FieldDocument[];
  readonly condition: ConditionDraft;
  readonly before: React.ReactNode;
  readonly onChange: (condition: ConditionDraft) => void;
  readonly onRemove: () => void;
}

function ConditionRow({ fields, condition, before, onChange, onRemove }: ConditionRowProps) {
  const t = useTexts(filterTexts);
  const label = useLabel();
  const operatorLabel = useOperatorLabel();
  const field = fields.find((one) => one.key === condition.field);
  return (
    <div className={styles.row}>
      {before}
      <Select
        className={styles.field}
        aria-label={t('field')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        value={condition.field}
        onChange={(key: string) => {
          const chosen = fields.find((one) => one.key === key);
          if (chosen) onChange(newCondition(chosen));
        }}
        options={fields.map((one) => ({ value: one.key, label: label(one.label) }))}
      />
      {field ? (
        <>
          <Select
            className={styles.operator}
            aria-label={t('operator')}
            popupMatchSelectWidth={false}
            value={condition.op}
            onChange={(op: FilterOperator) => onChange(withOperator(condition, op))}
            options={[...new Set([...operatorsFor(field), condition.op])].map((op) => ({ value: op, label: operatorLabel(field, op) }))}
          />
          <div className={styles.value}>
            {needsValue(condition.op) ? <OperandInput field={field} op={condition.op} value={condition.value} onChange={(value) => onChange({ ...condition, value })} /> : null}
          </div>
        </>
      ) : (
        <div className={styles.value} />
      )}
      <Button className={styles.remove} type="text" icon={<DeleteOutlined />} aria-label={t('remove')} onClick={onRemove} />
    </div>
  );
}

/** "is before" for dates where numbers say "is less than". */
export function useOperatorLabel(): (field: FieldDocument, op: FilterOperator) => string {
  const t = useTexts(filterTexts);
  return (field, op) => {
    const type = valueTypeOf(field);
    if ((type === 'date' || type === 'datetime') && (op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte')) return t(`time_${op}`);
    return t(`op_${op}`);
  };
}
