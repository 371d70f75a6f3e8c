/** What formula and rollup share: no column, never written; how the value behaves is its `valueType`'s business. */

import type { FieldType } from '../field-type.ts';
import { baseType, refuseText } from './base.ts';

export const computedType = {
  ...baseType,
  valueKind: 'computed',
  readOnly: true,
  formulaType: null,
  operators: [],
  column: () => null,
  valueSchema: () => ({}),
  parseText: (_text, field) => refuseText('FIELD_READ_ONLY', field),
  formatText: (value) => (value === null || value === undefined ? '' : String(value)),
} as const satisfies Partial<FieldType>;

export const resultOptions = {
  scale: { type: 'integer', minimum: 0, maximum: 10 },
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
} as const;
