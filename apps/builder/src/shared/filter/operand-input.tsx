/** The value of a condition, entered in the way of its field's type. */

import { Input, Select } from 'antd';
import type { FieldDocument, FilterOperand, FilterOperator, FilterVariable, Ref, SelectOptions } from '@tessera/contract';
import { useQuery } from '@tanstack/react-query';
import { call, routes } from '../api/index.ts';
import { relationTarget, useWorkspaceModel } from '../app-model/index.ts';
import { ChoiceTag } from '../fields/choice-tag.tsx';
import { valueTypeOf } from '../fields/value-type.ts';
import { refLabel } from '../fields/references.ts';
import { commonTexts, useTexts } from '../i18n/index.ts';
import { DateInput, DecimalInput, MemberPicker, RecordPicker } from '../inputs/index.ts';
import { takesList } from './filter-draft.ts';
import { filterTexts } from './texts.ts';

interface OperandInputProps {
  readonly field: FieldDocument;
  readonly op: FilterOperator;
  readonly value: FilterOperand | undefined;
  readonly onChange: (value: FilterOperand | undefined) => void;
}

export function OperandInput(props: OperandInputProps) {
  const { field, op, value, onChange } = props;
  const t = useTexts(filterTexts);
  const common = useTexts(commonTexts);
  const type = valueTypeOf(field);
  const text = typeof value === 'string' ? value : null;

  switch (type) {
    case 'number':
    case 'money':
    case 'percent':
      return <DecimalInput kind={type} ariaLabel={t('value')} placeholder={t('enter')} value={text} onChange={(next) => onChange(next ?? undefined)} currency={(field.options as { currency?: string } | undefined)?.currency} />;
    case 'date':
    case 'datetime':
      return <TimeOperand {...props} withTime={type === 'datetime'} />;
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
      return <ChoiceOperand {...props} />;
    case 'member':
      return <MemberOperand value={value} onChange={onChange} />;
    case 'relation':
      return <RecordOperand field={field} value={value} onChange={onChange} />;
    default:
      return takesList(op) ? (
        <Select mode="tags" style={{ width: '100%' }} aria-label={t('value')} placeholder={t('listHint')} open={false} suffixIcon={null} value={listOf(value)} onChange={(next: string[]) => onChange(next)} />
      ) : (
        <Input aria-label={t('value')} placeholder={t('enter')} value={text ?? ''} onChange={(event) => onChange(event.target.value || undefined)} allowClear />
      );
  }
}

const listOf = (value: FilterOperand | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);
const variableOf = (value: FilterOperand | undefined): FilterVariable | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { var: FilterVariable }).var : null;

function ChoiceOperand({ field, op, value, onChange }: OperandInputProps) {
  const t = useTexts(filterTexts);
  const choices = (field.options as SelectOptions | undefined)?.choices ?? [];
  const options = choices.map((choice) => ({ value: choice.value, label: <ChoiceTag choice={choice} value={choice.value} /> }));
  const shared = { style: { width: '100%' }, 'aria-label': t('value'), placeholder: t('choose'), options, popupMatchSelectWidth: false as const };
  return takesList(op) ? (
    <Select {...shared} mode="multiple" maxTagCount="responsive" value={listOf(value)} onChange={(next: string[]) => onChange(next)} showSearch={{ optionFilterProp: 'value' }} />
  ) : (
    <Select {...shared} value={typeof value === 'string' ? value : null} onChange={(next: string | null) => onChange(next ?? undefined)} />
  );
}

const ME = 'var:me';

function MemberOperand({ value, onChange }: Pick<OperandInputProps, 'value' | 'onChange'>) {
  const t = useTexts(filterTexts);
  const id = variableOf(value) === 'me' ? ME : typeof value === 'string' ? value : null;
  const members = useQuery({ queryKey: ['member-options', ''], queryFn: () => call(routes.memberOptions), enabled: id !== null && id !== ME, staleTime: 60_000 });
  const me: Ref = { id: ME, label: t('me') };
  const chosen = id === ME ? me : id ? { id, label: members.data?.items.find((member) => member.id === id)?.label ?? '…' } : null;
  return <MemberPicker ariaLabel={t('value')} first={[me]} value={chosen} onChange={(ref) => onChange(ref === null ? undefined : ref.id === ME ? { var: 'me' } : ref.id)} />;
}

function RecordOperand({ field, value, onChange }: Pick<OperandInputProps, 'field' | 'value' | 'onChange'>) {
  const t = useTexts(filterTexts);
  const model = useWorkspaceModel();
  const entity = relationTarget(field) ?? '';
  const titleField = model.entity(entity)?.titleField;
  const id = typeof value === 'string' ? value : null;
  const record = useQuery({
    queryKey: ['records', entity, 'label', id],
    queryFn: ({ signal }) => call(routes.queryRecords, { params: { entity }, body: { fields: titleField ? [titleField] : [], filter: { field: 'id', op: 'eq', value: id! }, limit: 1 }, signal }),
    enabled: id !== null && entity !== '',
    staleTime: 60_000,
  });
  const title = titleField ? record.data?.rows[0]?.values[titleField] : undefined;
  return <RecordPicker entity={entity} ariaLabel={t('value')} value={id ? { id, label: refLabel(title) || '…' } : null} onChange={(ref) => onChange(ref?.id)} />;
}

function TimeOperand({ value, onChange, withTime }: OperandInputProps & { withTime: boolean }) {
  const t = useTexts(filterTexts);
  const relative: FilterVariable = withTime ? 'now' : 'today';
  const variable = variableOf(value);
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Select
        aria-label={t('value')}
        style={{ width: variable ? '100%' : 116, flex: 'none' }}
        value={variable ? 'relative' : 'fixed'}
        onChange={(next: string) => onChange(next === 'relative' ? { var: relative } : undefined)}
        options={[
          { value: 'fixed', label: t('fixed') },
          { value: 'relative', label: t(relative === 'now' ? 'now' : 'today') },
        ]}
      />
      {variable ? null : <DateInput withTime={withTime} ariaLabel={t('value')} value={typeof value === 'string' ? value : null} onChange={(next) => onChange(next ?? undefined)} />}
    </div>
  );
}
