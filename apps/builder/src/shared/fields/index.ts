export { FieldValue } from './field-value.tsx';
export { ChoiceTag } from './choice-tag.tsx';
export { MemberAvatar } from './member-avatar.tsx';
export { formatAgo, formatDate, formatInstant, formatMoney, formatNumber, formatPercent } from './format-value.ts';
export { isEmptyValue, isRef, refId, refLabel } from './references.ts';
export { SYSTEM_FIELD_DOCUMENTS, allFields, fieldOf, isSystemField } from './system-fields.ts';
export { isRightAligned, valueTypeOf } from './value-type.ts';
