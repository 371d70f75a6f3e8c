/** Builds a row condition from field, operator and value. A filter it cannot show is shown as it is and kept. */

import { useMemo } from 'react';
import { Button, DatePicker, Input, Segmented, Select } from 'antd';
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import type { EntityDocument, FieldCondition, Filter, FilterVariable, SelectOptions } from '@tessera/contract';
import { commonTexts, useLabel, useLocale, useTexts } from '../i18n/index.ts';
import styles from './condition-builder.module.css';
import { conditionFields, conditionOn, fromConditionList, operatorsOf, takesList, takesNoValue, toConditionList, withOperator, type ConditionField, type ConditionList } from './condition-list.ts';
import { designTexts } from './design-texts.ts';

interface ConditionBuilderProps {
  readonly entity: EntityDocument;
  readonly entities: readonly EntityDocument[];
  readonly value: Filter | null;
  readonly onChange: (filter: Filter | null) => void;
}

export function ConditionBuilder({ entity, entities, value, onChange }: ConditionBuilderProps) {
  const t = useTexts(designTexts);
  const locale = useLocale();
  const fields = useMemo(() => conditionFields(entity, entities, locale), [entity, entities, locale]);
  const list = value === null ? { join: 'and' as const, conditions: [] } : toConditionList(value);
  if (!list) {
    return (
      <div className={styles.raw}>
        {t('conditionRaw')}
        <pre>{JSON.stringify(value, null, 1)}</pre>
      </div>
    );
  }
  const put = (conditions: readonly FieldCondition[], join: ConditionList['join'] = list.join): void => onChange(fromConditionList({ join, conditions }));
  return (
    <div className={styles.builder}>
      {list.conditions.length > 1 ? (
        <div className={styles.join}>
          {t('joinLead')}
          <Segmented size="small" value={list.join} options={[{ value: 'and', label: t('joinAnd') }, { value: 'or', label: t('joinOr') }]} onChange={(join) => put(list.conditions, join as ConditionList['join'])} />
        </div>
      ) : null}
      {list.conditions.map((condition, index) => (
        <ConditionRow
          key={index}
          condition={condition}
          fields={fields}
          onChange={(next) => put(list.conditions.map((one, at) => (at === index ? next : one)))}
          onRemove={() => put(list.conditions.filter((_, at) => at !== index))}
        />
      ))}
      <Button size="small" icon={<PlusOutlined />} disabled={fields.length === 0} onClick={() => put([...list.conditions, conditionOn(fields[0]!)])}>
        {t('addCondition')}
      </Button>
    </div>
  );
}

interface ConditionRowProps {
  readonly condition: FieldCondition;
  readonly fields: readonly ConditionField[];
  readonly onChange: (condition: FieldCondition) => void;
  readonly onRemove: () => void;
}

function ConditionRow({ condition, fields, onChange, onRemove }: ConditionRowProps) {
  const t = useTexts(designTexts);
  const field = fields.find((candidate) => candidate.path === condition.field);
  return (
    <div className={styles.row}>
      <Select
        showSearch
        optionFilterProp="label"
        value={condition.field}
        aria-label={t('conditionField')}
        options={fields.map(({ path, label }) => ({ value: path, label }))}
        onChange={(path) => onChange(conditionOn(fields.find((candidate) => candidate.path === path)!))}
      />
      <Select
        value={condition.op}
        aria-label={t('conditionOperator')}
        options={(field ? operatorsOf(field.type) : [condition.op]).map((op) => ({ value: op, label: t(`op_${op}`) }))}
        onChange={(op) => field && onChange(withOperator(condition, op, field))}
      />
      {field && !takesNoValue(condition.op) ? <OperandInput condition={condition} field={field} onChange={onChange} /> : <span />}
      <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('removeCondition')} onClick={onRemove} />
    </div>
  );
}

const variableOf = (value: unknown): FilterVariable | null => (typeof value === 'object' && value !== null && 'var' in value ? (value as { var: FilterVariable }).var : null);

function OperandInput({ condition, field, onChange }: { condition: FieldCondition; field: ConditionField; onChange: (condition: FieldCondition) => void }) {
  const t = useTexts(designTexts);
  const common = useTexts(commonTexts);
  const label = useLabel();
  const name = t('conditionValue');
  const put = (value: FieldCondition['value']): void => onChange({ ...condition, value: value ?? '' });
  const choices = ((field.document?.options as SelectOptions | undefined)?.choices ?? []).map((choice) => ({ value: choice.value, label: label(choice.label) }));

  if (takesList(condition.op)) {
    const value = Array.isArray(condition.value) ? (condition.value as string[]) : [];
    return <Select mode={choices.length > 0 ? 'multiple' : 'tags'} value={value} options={choices} aria-label={name} onChange={put} />;
  }
  if (choices.length > 0) return <Select value={condition.value as string} options={choices} aria-label={name} onChange={put} />;
  if (field.type.valueKind === 'boolean') {
    return <Select value={condition.value === true} options={[{ value: true, label: common('yes') }, { value: false, label: common('no') }]} aria-label={name} onChange={put} />;
  }
  if (field.type.key === 'member') return <Select value="me" options={[{ value: 'me', label: t('me') }]} aria-label={name} onChange={() => put({ var: 'me' })} />;
  if (field.type.valueKind === 'date' || field.type.valueKind === 'datetime') {
    const variable = field.type.variables[0] ?? 'today';
    const isVariable = variableOf(condition.value) !== null;
    return (
      <div className={styles.day}>
        <Segmented
          size="small"
          value={isVariable}
          options={[{ value: true, label: t(variable) }, { value: false, label: '…' }]}
          onChange={(moving) => put(moving ? { var: variable } : '')}
        />
        {isVariable ? null : (
          <DatePicker
            value={typeof condition.value === 'string' && condition.value !== '' ? dayjs(condition.value) : null}
            showTime={field.type.valueKind === 'datetime'}
            aria-label={name}
            onChange={(day) => put(day ? (field.type.valueKind === 'datetime' ? day.toISOString() : day.format('YYYY-MM-DD')) : '')}
          />
        )}
      </div>
    );
  }
  return (
    <Input
      value={typeof condition.value === 'string' || typeof condition.value === 'number' ? String(condition.value) : ''}
      aria-label={name}
      {...(field.type.valueKind === 'decimal' ? { inputMode: 'decimal' as const } : {})}
      onChange={(event) => put(event.target.value)}
    />
  );
}
