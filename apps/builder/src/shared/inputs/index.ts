export { DateInput } from './date-input.tsx';
export { DecimalInput } from './decimal-input.tsx';
export { MemberPicker, RecordPicker } from './reference-picker.tsx';
export { useDebounced } from './use-debounced.ts';
export type { DecimalKind } from './decimal-text.ts';
export { todayIn } from './zoned-time.ts';
