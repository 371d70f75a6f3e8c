/** What modifiedAt and modifiedBy share: written by the write door alone, when one of the chosen fields changes. */

import type { FieldDocument, ModifiedOptions } from '@tessera/contract';
import type { FieldType, JsonSchema } from '../field-type.ts';
import { objectSchema, optionsOf, refuseText } from './base.ts';

export const modifiedOptions: JsonSchema = objectSchema({
  fields: { type: 'array', minItems: 1, maxItems: 200, uniqueItems: true, items: { type: 'string', maxLength: 48 } },
});

export const modifiedType = {
  optionsSchema: modifiedOptions,
  readOnly: true,
  mayBeUnique: false,
  parseText: (_text: string, field: FieldDocument) => refuseText('FIELD_READ_ONLY', field),
} as const satisfies Partial<FieldType>;

/** The fields a modifiedAt or modifiedBy field watches; null for every field of the entity. */
export const watchedFields = (field: FieldDocument): readonly string[] | null => optionsOf<ModifiedOptions>(field).fields ?? null;
