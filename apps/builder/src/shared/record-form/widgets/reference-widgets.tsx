/** member, members, department and relation: the form holds ids, the person sees names. */

import type { Ref } from '@tessera/contract';
import { isToMany } from '@tessera/model';
import { relationTarget } from '../../app-model/index.ts';
import { DepartmentPicker, MemberListPicker, MemberPicker, RecordListPicker, RecordPicker } from '../../inputs/index.ts';
import { choosable } from '../choosable.ts';
import type { FieldWidgetProps } from '../form-context.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';
import { useWidgetOptions } from './widget-options.ts';

export function MemberWidget(props: FieldWidgetProps) {
  return props.readonly ? <ReadOnlyWidget {...props} /> : <MemberPicker {...pickerOf(props)} />;
}

export function MembersWidget(props: FieldWidgetProps) {
  const { max } = useWidgetOptions<{ readonly max: number }>(props);
  return props.readonly ? <ReadOnlyWidget {...props} /> : <MemberListPicker {...listPickerOf(props)} max={max} />;
}

export function DepartmentWidget(props: FieldWidgetProps) {
  return props.readonly ? <ReadOnlyWidget {...props} /> : <DepartmentPicker {...pickerOf(props)} />;
}

/** Only records that the relation's filter lets in are offered, as far as the form says what it asks for. */
export function RelationWidget(props: FieldWidgetProps) {
  const { field, context, row } = props;
  if (props.readonly) return <ReadOnlyWidget {...props} />;
  const entity = relationTarget(field) ?? '';
  const filter = choosable(field, row ?? context.values);
  return isToMany(field) ? <RecordListPicker {...listPickerOf(props)} entity={entity} filter={filter} /> : <RecordPicker {...pickerOf(props)} entity={entity} filter={filter} />;
}

function pickerOf({ id, value, onChange, invalid, cell, label, context }: FieldWidgetProps) {
  const chosen: Ref | null = typeof value === 'string' ? (context.refs.get(value) ?? { id: value, label: '' }) : null;
  return {
    id,
    value: chosen,
    onChange: (ref: Ref | null) => {
      if (ref) context.refs.set(ref.id, ref);
      onChange(ref?.id ?? null);
    },
    ...(invalid ? { status: 'error' as const } : {}),
    ...(cell ? { ariaLabel: label, variant: 'borderless' as const, placeholder: '' } : {}),
  };
}

function listPickerOf({ id, value, onChange, invalid, cell, label, context }: FieldWidgetProps) {
  const ids = Array.isArray(value) ? (value as readonly string[]) : [];
  return {
    id,
    value: ids.map((one): Ref => context.refs.get(one) ?? { id: one, label: '' }),
    onChange: (refs: readonly Ref[]) => {
      for (const ref of refs) context.refs.set(ref.id, ref);
      onChange(refs.length > 0 ? refs.map((ref) => ref.id) : null);
    },
    ...(invalid ? { status: 'error' as const } : {}),
    ...(cell ? { ariaLabel: label, variant: 'borderless' as const, placeholder: '' } : {}),
  };
}
