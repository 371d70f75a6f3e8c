/** Members, departments and records as operands: one, or a list of them. Ids are in the filter, names on the screen. */

import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { ActorList, FilterOperand, Ref } from '@tessera/contract';
import { call, routes } from '../api/index.ts';
import { relationTarget, useWorkspaceModel } from '../app-model/index.ts';
import { refLabel } from '../fields/references.ts';
import { useTexts } from '../i18n/index.ts';
import { DepartmentPicker, MemberListPicker, MemberPicker, RecordListPicker, RecordPicker } from '../inputs/index.ts';
import { actorListOf, takesList } from './filter-draft.ts';
import type { OperandInputProps } from './operand-input.tsx';
import { filterTexts } from './texts.ts';
import styles from './filter.module.css';

const ME = 'var:me';

const LISTS: Readonly<Record<'member' | 'department' | 'record', readonly ActorList[]>> = {
  member: ['myTeam', 'myReports', 'myColleagues', 'myGroupMembers'],
  department: ['myDepartments', 'myDepartmentsBelow'],
  record: [],
};

export function ReferenceOperand(props: OperandInputProps) {
  const { field, op, value, onChange } = props;
  const t = useTexts(filterTexts);
  const lists = LISTS[field.type === 'relation' ? 'record' : field.type === 'department' ? 'department' : 'member'];
  const list = actorListOf(value);
  if (!takesList(op) || lists.length === 0) return <ChosenOperand {...props} />;
  return (
    <div className={styles.who} data-list={list ?? undefined}>
      <Select<ActorList | 'these'>
        aria-label={t('whoSource')}
        popupMatchSelectWidth={false}
        value={list ?? 'these'}
        options={[{ value: 'these', label: t('these') }, ...lists.map((one) => ({ value: one, label: t(`var_${one}`) }))]}
        onChange={(next: ActorList | 'these') => onChange(next === 'these' ? undefined : { var: next })}
      />
      {list ? null : <ChosenOperand {...props} />}
    </div>
  );
}

function ChosenOperand({ field, op, value, onChange }: OperandInputProps) {
  const t = useTexts(filterTexts);
  const kind = field.type === 'relation' ? 'record' : field.type === 'department' ? 'department' : 'member';
  const entity = kind === 'record' ? (relationTarget(field.document) ?? '') : '';
  const ids = idsOf(value);
  const names = useNames(kind, entity, ids.filter((id) => id !== ME));
  const me: Ref = { id: ME, label: t('me') };
  const refOf = (id: string): Ref => (id === ME ? me : { id, label: names.get(id) ?? '…' });

  if (takesList(op)) {
    const refs = ids.map(refOf);
    const put = (next: readonly Ref[]) => onChange(next.length > 0 ? next.map((ref) => ref.id) : undefined);
    if (kind === 'record') return <RecordListPicker entity={entity} ariaLabel={t('value')} value={refs} onChange={put} />;
    return kind === 'member' ? <MemberListPicker ariaLabel={t('value')} value={refs} onChange={put} /> : <DepartmentList ids={ids} onChange={(next) => onChange(next.length > 0 ? next : undefined)} />;
  }
  const [id] = ids;
  const chosen = id === undefined ? null : refOf(id);
  const put = (ref: Ref | null) => onChange(ref === null ? undefined : ref.id === ME ? { var: 'me' } : ref.id);
  if (kind === 'department') return <DepartmentPicker ariaLabel={t('value')} value={chosen} onChange={put} />;
  return kind === 'record' ? <RecordPicker entity={entity} ariaLabel={t('value')} value={chosen} onChange={put} /> : <MemberPicker ariaLabel={t('value')} first={[me]} value={chosen} onChange={put} />;
}

function idsOf(value: FilterOperand | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly unknown[]).filter((one) => typeof one === 'string');
  return typeof value === 'object' && value !== null && 'var' in value && value.var === 'me' ? [ME] : [];
}

const departmentsQuery = { queryKey: ['departments'], queryFn: ({ signal }: { signal: AbortSignal }) => call(routes.departments, { signal }), staleTime: 60_000 };

function DepartmentList({ ids, onChange }: { ids: readonly string[]; onChange: (ids: string[]) => void }) {
  const t = useTexts(filterTexts);
  const departments = useQuery(departmentsQuery);
  return (
    <Select
      mode="multiple"
      aria-label={t('value')}
      placeholder={t('choose')}
      style={{ width: '100%' }}
      popupMatchSelectWidth={false}
      loading={departments.isPending}
      value={[...ids]}
      showSearch={{ optionFilterProp: 'label' }}
      options={(departments.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      onChange={onChange}
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
