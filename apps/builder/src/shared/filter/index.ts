export { FilterBuilder, useOperatorLabel } from './filter-builder.tsx';
export { EMPTY_DRAFT, bothFilters, isComplete, isFilterable, operatorsFor, toDraft, toFilter, type ConditionDraft, type FilterDraft } from './filter-draft.ts';
