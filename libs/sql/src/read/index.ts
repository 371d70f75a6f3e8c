export type { ReadContext } from './read-context.ts';
export { pageQuery, type PageRequest, type PageRow } from './page-query.ts';
export { countQuery, type CountRequest } from './count-query.ts';
export { recordQuery, type RecordRequest } from './record-query.ts';
export { exportQuery, type ExportRequest, type ExportStatement } from './export-query.ts';
export { labelsQuery, memberLabelsQuery } from './labels-query.ts';
export { allowedQuery, type AllowedRequest, type AllowedRow } from './allowed-query.ts';
export { factsQuery, type FactsRequest } from './facts-query.ts';
export type { Problems } from './known-fields.ts';
