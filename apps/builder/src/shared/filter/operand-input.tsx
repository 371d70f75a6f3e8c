/** The value of a condition, entered in the way of its field's type. */

import { useState } from 'react';
import { Input, InputNumber, Select } from 'antd';
import { FILTER_PERIODS, textIn, type EntityDocument, type FieldDocument, type FilterOperand, type FilterOperator, type FilterPeriod, type FilterVariable, type SelectOptions } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { allFields } from '../fields/system-fields.ts';
import { ChoiceTag } from '../fields/choice-tag.tsx';
import { commonTexts, useLocale, useTexts } from '../i18n/index.ts';
import { ClockInput, DateInput, DecimalInput, DurationInput, RegionInput } from '../inputs/index.ts';
import { takesList, takesPeriod } from './filter-draft.ts';
import type { FilterField } from './filter-fields.ts';
import { NAMED_PERIODS, choiceOf, countOf, isPeriod, periodOf, withCount, withUnit, type PeriodChoice } from './periods.ts';
import { ReferenceOperand } from './reference-operand.tsx';
import { filterTexts } from './texts.ts';
import styles from './filter.module.css';

export interface OperandInputProps {
  readonly field: FilterField;
  readonly op: FilterOperator;
  readonly value: FilterOperand | undefined;
  readonly onChange: (value: FilterOperand | undefined) => void;
  /** The entity a relation's filter is in: operands may be values of the record that has the relation. */
  readonly record?: EntityDocument | undefined;
}

const recordOf = (value: FilterOperand | undefined): string | null => (typeof value === 'object' && value !== null && 'record' in value ? value.record : null);
export const variableOf = (value: FilterOperand | undefined): FilterVariable | null => (typeof value === 'object' && value !== null && 'var' in value ? value.var : null);
const listOf = (value: FilterOperand | undefined): readonly (string | number | boolean | null)[] => (Array.isArray(value) ? (value as readonly (string | number | boolean | null)[]) : []);

export function OperandInput(props: OperandInputProps) {
  const { op, record } = props;
  return record && !takesList(op) && !takesPeriod(op) && op !== 'between' ? <RecordOrValue {...props} record={record} /> : <ValueOperand {...props} />;
}

/** A value that is written here, or one of the record being filled in. */
function RecordOrValue({ record, ...props }: OperandInputProps & { record: EntityDocument }) {
  const t = useTexts(filterTexts);
  const locale = useLocale();
  const fromRecord = recordOf(props.value);
  const [chosen, setChosen] = useState(fromRecord !== null);
  const options = allFields(record).filter((field) => isLike(field, props.field)).map((field) => ({ value: field.key, label: textIn(field.label, locale) }));
  return (
    <div className={styles.twoInputs}>
      <Select
        aria-label={t('operandSource')}
        popupMatchSelectWidth={false}
        value={chosen ? 'record' : 'value'}
        options={[
          { value: 'value', label: t('fixedValue') },
          { value: 'record', label: t('fromRecord'), disabled: options.length === 0 },
        ]}
        onChange={(next: string) => {
          setChosen(next === 'record');
          props.onChange(undefined);
        }}
      />
      {chosen ? (
        <Select
          aria-label={t('recordField')}
          placeholder={t('recordField')}
          popupMatchSelectWidth={false}
          value={fromRecord}
          options={options}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(key: string | null) => props.onChange(key === null ? undefined : { record: key })}
        />
      ) : (
        <ValueOperand {...props} />
      )}
    </div>
  );
}

/** Values of the one can be compared with values of the other. */
function isLike(field: FieldDocument, other: FilterField): boolean {
  const type = fieldType(field.type);
  if (type.computes) return false;
  if (field.type === 'relation' || other.type === 'relation') {
    const target = (document: FieldDocument) => (document.options as { entity?: string } | undefined)?.entity;
    return field.type === other.type && target(field) === target(other.document);
  }
  return type.valueKind === fieldType(other.type).valueKind;
}

function ValueOperand(props: OperandInputProps) {
  const { field, op, value, onChange } = props;
  const t = useTexts(filterTexts);
  if (takesPeriod(op)) return <PeriodOperand value={value} onChange={onChange} />;
  if (op === 'between') {
    const [from, to] = listOf(value);
    const side = (one: string | number | boolean | null | undefined, put: (next: FilterOperand | undefined) => void) => <OneOperand {...props} value={one ?? undefined} onChange={put} plain />;
    const scalar = (next: FilterOperand | undefined) => (typeof next === 'string' || typeof next === 'number' ? next : null);
    return (
      <div className={styles.range}>
        {side(from, (next) => onChange([scalar(next), to ?? null]))}
        <span>{t('to')}</span>
        {side(to, (next) => onChange([from ?? null, scalar(next)]))}
      </div>
    );
  }
  if (takesList(op) && !isChosen(field)) {
    return (
      <Select mode="tags" style={{ width: '100%' }} aria-label={t('value')} placeholder={t('listHint')} open={false} suffixIcon={null} value={listOf(value).map(String)} onChange={(next: string[]) => onChange(next)} />
    );
  }
  return <OneOperand {...props} />;
}

/** Values come from a list of what there is. */
const isChosen = (field: FilterField): boolean => ['select', 'multiSelect', 'member', 'members', 'modifiedBy', 'department', 'relation'].includes(field.type);

/** `plain`: no variables, as for an end of a range. */
function OneOperand({ field, op, value, onChange, plain = false }: OperandInputProps & { plain?: boolean }) {
  const t = useTexts(filterTexts);
  const common = useTexts(commonTexts);
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
  const options = field.document.options as { currency?: string } | undefined;
  const textInput = <Input aria-label={t('value')} placeholder={t('enter')} value={text ?? ''} onChange={(event) => onChange(event.target.value || undefined)} allowClear />;
  switch (field.type) {
    case 'number':
    case 'rating':
      return <DecimalInput kind="number" ariaLabel={t('value')} placeholder={t('enter')} value={text} onChange={(next) => onChange(next ?? undefined)} />;
    case 'money':
      return <DecimalInput kind="money" ariaLabel={t('value')} placeholder={t('enter')} value={text} onChange={(next) => onChange(next ?? undefined)} currency={options?.currency} />;
    case 'percent':
    case 'progress':
      return <DecimalInput kind="percent" ariaLabel={t('value')} placeholder={t('enter')} value={text} onChange={(next) => onChange(next ?? undefined)} />;
    case 'date':
    case 'datetime':
    case 'modifiedAt':
      return <TimeOperand withTime={field.type !== 'date'} plain={plain} value={value} onChange={onChange} />;
    case 'time':
      return <ClockInput ariaLabel={t('value')} value={text} onChange={(next) => onChange(next ?? undefined)} />;
    case 'duration':
      return <DurationInput ariaLabel={t('value')} value={text} onChange={(next) => onChange(next ?? undefined)} />;
    case 'region':
      return op === 'contains' || op === 'notContains' ? textInput : <RegionInput ariaLabel={t('value')} loose value={text} onChange={(next) => onChange(next ?? undefined)} />;
    case 'checkbox':
      return (
        <Select
          style={{ width: '100%' }}
          aria-label={t('value')}
          value={value === false ? 'no' : 'yes'}
          onChange={(next: string) => onChange(next === 'yes')}
          options={[
            { value: 'yes', label: common('yes') },
            { value: 'no', label: common('no') },
          ]}
        />
      );
    case 'select':
    case 'multiSelect':
      return <ChoiceOperand field={field} op={op} value={value} onChange={onChange} />;
    case 'member':
    case 'members':
    case 'modifiedBy':
    case 'department':
    case 'relation':
      return <ReferenceOperand field={field} op={op} value={value} onChange={onChange} />;
    default:
      return textInput;
  }
}

function ChoiceOperand({ field, op, value, onChange }: OperandInputProps) {
  const t = useTexts(filterTexts);
  const choices = (field.document.options as SelectOptions | undefined)?.choices ?? [];
  const options = choices.map((choice) => ({ value: choice.value, label: <ChoiceTag choice={choice} value={choice.value} /> }));
  const shared = { style: { width: '100%' }, 'aria-label': t('value'), placeholder: t('choose'), options, popupMatchSelectWidth: false as const };
  return takesList(op) ? (
    <Select {...shared} mode="multiple" maxTagCount="responsive" value={listOf(value).map(String)} onChange={(next: string[]) => onChange(next)} showSearch={{ optionFilterProp: 'value' }} />
  ) : (
    <Select {...shared} value={typeof value === 'string' ? value : null} onChange={(next: string | null) => onChange(next ?? undefined)} />
  );
}

function TimeOperand({ value, onChange, withTime, plain }: { value: FilterOperand | undefined; onChange: OperandInputProps['onChange']; withTime: boolean; plain: boolean }) {
  const t = useTexts(filterTexts);
  const relative: FilterVariable = withTime ? 'now' : 'today';
  const variable = variableOf(value);
  const fixed = <DateInput withTime={withTime} ariaLabel={t('value')} value={typeof value === 'string' ? value : null} onChange={(next) => onChange(next ?? undefined)} />;
  if (plain) return fixed;
  return (
    <div className={styles.twoInputs}>
      <Select
        aria-label={t('timeSource')}
        value={variable ? 'relative' : 'fixed'}
        onChange={(next: string) => onChange(next === 'relative' ? { var: relative } : undefined)}
        options={[
          { value: 'fixed', label: t('fixed') },
          { value: 'relative', label: t(relative === 'now' ? 'now' : 'today') },
        ]}
      />
      {variable ? null : fixed}
    </div>
  );
}

function PeriodOperand({ value, onChange }: { value: FilterOperand | undefined; onChange: OperandInputProps['onChange'] }) {
  const t = useTexts(filterTexts);
  const period = isPeriod(value) ? value : null;
  const choice = period ? choiceOf(period) : null;
  const counted = choice === 'last' || choice === 'next' || choice === 'offset';
  const name = (one: PeriodChoice) => (one === 'last' || one === 'next' || one === 'offset' ? t(`period_${one}`) : t(`period_${one.replace('.', '_').replace('-', 'm') as 'day_0'}`));
  return (
    <div className={styles.period}>
      <Select<PeriodChoice>
        aria-label={t('period')}
        placeholder={t('choose')}
        popupMatchSelectWidth={false}
        value={choice}
        options={[...(['last', 'next'] as const), ...NAMED_PERIODS, 'offset' as const].map((one) => ({ value: one, label: name(one) }))}
        onChange={(next: PeriodChoice) => onChange(periodOf(next))}
      />
      {period && counted ? (
        <>
          <InputNumber
            aria-label={t('periodCount')}
            min={choice === 'offset' ? -1000 : 1}
            max={1000}
            precision={0}
            value={countOf(period)}
            onChange={(count) => count !== null && onChange(withCount(period, count))}
          />
          <Select<FilterPeriod>
            aria-label={t('periodUnit')}
            value={period.period}
            options={FILTER_PERIODS.map((unit) => ({ value: unit, label: t(`unit_${unit}`) }))}
            onChange={(unit: FilterPeriod) => onChange(withUnit(period, unit))}
          />
        </>
      ) : null}
    </div>
  );
}
