/** member and relation: the form holds the id, the person sees the name. */

import type { Ref } from '@tessera/contract';
import { relationTarget } from '../../app-model/index.ts';
import { MemberPicker, RecordPicker } from '../../inputs/index.ts';
import type { FieldWidgetProps } from '../form-context.ts';
import { ReadOnlyWidget } from './read-only-widget.tsx';

export function MemberWidget(props: FieldWidgetProps) {
  return props.readonly ? <ReadOnlyWidget {...props} /> : <MemberPicker {...pickerOf(props)} />;
}

export function RelationWidget(props: FieldWidgetProps) {
  return props.readonly ? <ReadOnlyWidget {...props} /> : <RecordPicker {...pickerOf(props)} entity={relationTarget(props.field) ?? ''} />;
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
