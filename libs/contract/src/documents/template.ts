/** The manifest of a template package; the other files of the folder hold the documents it lists. */

import Type, { type Static } from 'typebox';
import { LocaleSchema, LocalizedText } from '../text.ts';
import { Key } from './keys.ts';

/** Packages written for a newer format are refused. */
export const TEMPLATE_FORMAT = 1;

export const TemplateManifest = Type.Object(
  {
    format: Type.Integer({ minimum: 1 }),
    key: Key,
    version: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    label: LocalizedText,
    description: LocalizedText,
    languages: Type.Array(LocaleSchema, { minItems: 1 }),
    icon: Type.Optional(Type.String({ maxLength: 40 })),
    /** In navigation and installation order: an entity comes after those it points to. */
    entities: Type.Array(Key, { minItems: 1 }),
    forms: Type.Array(Key),
    views: Type.Array(Key),
    roles: Type.Array(Key),
    processes: Type.Array(
      Type.Object({ key: Key, label: LocalizedText, entity: Key }, { additionalProperties: false }),
    ),
    /** `samples/<entity>.csv`, in the order they are written. */
    samples: Type.Array(Key),
  },
  { additionalProperties: false },
);
export type TemplateManifest = Static<typeof TemplateManifest>;
