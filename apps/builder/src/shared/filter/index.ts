export { FilterBuilder, useOperatorLabel, type FormulaEditing } from './filter-builder.tsx';
export { EMPTY_DRAFT, countConditions, hasGaps, isComplete, isFilter, spelled, toDraft, toFilter, type ConditionDraft, type FilterDraft } from './filter-draft.ts';
export { filterField, filterWorld, hopTarget, relatedRows, type FilterField, type FilterWorld } from './filter-fields.ts';
export { bothFilters } from './both-filters.ts';
