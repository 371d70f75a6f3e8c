/** Form documents: how records of an entity are entered. libs/model turns one into JSON Schema and uiSchema for rjsf. */

import Type, { type Static } from 'typebox';
import { LocalizedText } from '../text.ts';
import { Key } from './keys.ts';

export const FormItem = Type.Object(
  {
    field: Key,
    /** Columns it takes of its section. */
    span: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })),
    readOnly: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type FormItem = Static<typeof FormItem>;

export const FormSection = Type.Object(
  {
    key: Key,
    title: Type.Optional(LocalizedText),
    columns: Type.Integer({ minimum: 1, maximum: 3 }),
    items: Type.Array(FormItem, { maxItems: 200 }),
  },
  { additionalProperties: false },
);
export type FormSection = Static<typeof FormSection>;

export const FormDocument = Type.Object(
  {
    /** Unique in the workspace; the form an entity opens by default has the entity's key. */
    key: Key,
    entity: Key,
    label: LocalizedText,
    sections: Type.Array(FormSection, { minItems: 1, maxItems: 50 }),
  },
  { additionalProperties: false },
);
export type FormDocument = Static<typeof FormDocument>;
