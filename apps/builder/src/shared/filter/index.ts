export { FilterBuilder, useOperatorLabel } from './filter-builder.tsx';
export { EMPTY_DRAFT, isComplete, isFilterable, operatorsFor, toDraft, toFilter, type ConditionDraft, type FilterDraft } from './filter-draft.ts';
export { bothFilters } from './both-filters.ts';
