/** Members, departments and records as operands: one, or a list of them. Ids are in the filter, names on the screen. */

import { Select, Tag } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { FilterOperand, Ref } from '@tessera/contract';
import { call, routes } from '../api/index.ts';
import { relationTarget, useWorkspaceModel } from '../app-model/index.ts';
import { refLabel } from '../fields/references.ts';
import { useTexts } from '../i18n/index.ts';
import { MemberPicker, RecordPicker } from '../inputs/index.ts';
import { takesList } from './filter-draft.ts';
import type { OperandInputProps } from './operand-input.tsx';
import { filterTexts } from './texts.ts';
import styles from './filter.module.css';

const ME = 'var:me';

export function ReferenceOperand({ field, op, value, onChange }: OperandInputProps) {
  const t = useTexts(filterTexts);
  const entity = field.type === 'relation' ? (relationTarget(field.document) ?? '') : '';
  const ids = idsOf(value);
  const names = useNames(field.type === 'relation' ? 'record' : field.type === 'department' ? 'department' : 'member', entity, ids.filter((id) => id !== ME));
  const me: Ref = { id: ME, label: t('me') };
  const refOf = (id: string): Ref => (id === ME ? me : { id, label: names.get(id) ?? '…' });

  const picker = (chosen: Ref | null, put: (ref: Ref | null) => void, withMe: boolean) => {
    if (field.type === 'department') return <DepartmentSelect value={chosen?.id ?? null} onChange={(id) => put(id === null ? null : { id, label: '' })} />;
    if (field.type === 'relation') return <RecordPicker entity={entity} ariaLabel={t('value')} value={chosen} onChange={put} />;
    return <MemberPicker ariaLabel={t('value')} first={withMe ? [me] : []} value={chosen} onChange={put} />;
  };

  if (!takesList(op)) {
    const [id] = ids;
    return picker(id === undefined ? null : refOf(id), (ref) => onChange(ref === null ? undefined : ref.id === ME ? { var: 'me' } : ref.id), true);
  }
  const put = (next: readonly string[]) => onChange(next.length > 0 ? next : undefined);
  return (
    <div className={styles.referenceList}>
      {ids.length > 0 ? (
        <span className={styles.tags}>
          {ids.map((id) => (
            <Tag key={id} closable onClose={() => put(ids.filter((one) => one !== id))}>
              {refOf(id).label}
            </Tag>
          ))}
        </span>
      ) : null}
      {picker(null, (ref) => ref && !ids.includes(ref.id) && put([...ids, ref.id]), false)}
    </div>
  );
}

function idsOf(value: FilterOperand | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly unknown[]).filter((one) => typeof one === 'string');
  return typeof value === 'object' && value !== null && 'var' in value && value.var === 'me' ? [ME] : [];
}

export const departmentsQuery = { queryKey: ['departments'], queryFn: ({ signal }: { signal: AbortSignal }) => call(routes.departments, { signal }), staleTime: 60_000 };

function DepartmentSelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const t = useTexts(filterTexts);
  const departments = useQuery(departmentsQuery);
  return (
    <Select<string>
      aria-label={t('value')}
      placeholder={t('choose')}
      allowClear
      style={{ width: '100%' }}
      popupMatchSelectWidth={false}
      loading={departments.isPending}
      value={value}
      showSearch={{ optionFilterProp: 'label' }}
      options={(departments.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      onChange={(next: string | undefined) => onChange(next ?? null)}
    />
  );
}

function useNames(kind: 'member' | 'department' | 'record', entity: string, ids: readonly string[]): ReadonlyMap<string, string> {
  const titleField = useWorkspaceModel().entity(entity)?.titleField;
  const members = useQuery({ queryKey: ['member-options', ''], queryFn: ({ signal }) => call(routes.memberOptions, { signal }), enabled: kind === 'member' && ids.length > 0, staleTime: 60_000 });
  const departments = useQuery({ ...departmentsQuery, enabled: kind === 'department' && ids.length > 0 });
  const records = useQuery({
    queryKey: ['records', entity, 'labels', ids],
    queryFn: ({ signal }) => call(routes.queryRecords, { params: { entity }, body: { fields: titleField ? [titleField] : [], filter: { field: 'id', op: 'in', value: [...ids] }, limit: 200 }, signal }),
    enabled: kind === 'record' && ids.length > 0 && entity !== '',
    staleTime: 60_000,
  });
  if (kind === 'member') return new Map(members.data?.items.map((one) => [one.id, one.label]));
  if (kind === 'department') return new Map(departments.data?.items.map((one) => [one.id, one.name]));
  return new Map(records.data?.rows.map((row) => [row.id, refLabel({ id: row.id, label: refLabel(titleField ? row.values[titleField] : '') })]));
}
