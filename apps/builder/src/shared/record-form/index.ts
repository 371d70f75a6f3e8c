export { DuplicateHints } from './duplicate-hints.tsx';
export { RecordForm } from './record-form.tsx';
export { useRecordForm, type RecordFormHandle } from './use-record-form.ts';
export { collectRefs, sameValue, type FormValues } from './form-values.ts';
export { CELL_WIDGETS } from './widgets/registry.ts';
export type { FieldWidgetProps, RecordFormContext } from './form-context.ts';
export { useFieldContext } from './use-field-context.ts';
