/** Groups of filter operators that types have in common. What each means is said in filter/parse-filter.ts. */

import type { FilterOperator } from '@tessera/contract';

export const EMPTINESS = ['isEmpty', 'isNotEmpty'] as const satisfies readonly FilterOperator[];
export const EQUALITY = ['eq', 'ne', 'in', 'notIn', ...EMPTINESS] as const satisfies readonly FilterOperator[];
export const ORDER = ['lt', 'lte', 'gt', 'gte', 'between'] as const satisfies readonly FilterOperator[];
export const WORDS = ['contains', 'notContains', 'startsWith', 'endsWith'] as const satisfies readonly FilterOperator[];
export const PERIODS = ['within', 'notWithin'] as const satisfies readonly FilterOperator[];
/** Of lists: `contains` asks for one entry, `in` for at least one of several, `notIn` for none of them. */
export const ENTRIES = ['contains', 'notContains', 'in', 'notIn', ...EMPTINESS] as const satisfies readonly FilterOperator[];
