/**
 * What file, image and signature share: a list of uploaded files. Writing takes `{ id }` of what was uploaded;
 * names, sizes and types are the write door's to fill in, so they are dropped from what arrives.
 */

import { ok, type FieldDocument, type FileOptions, type FileValue } from '@tessera/contract';
import type { FieldType, JsonSchema } from '../field-type.ts';
import { baseType, cellText, objectSchema, optionsOf, refuseText } from './base.ts';
import { EMPTINESS } from './operators.ts';

const MAX_FILES = 50;
const MAX_MEGABYTES = 200;

export const fileOptions: Readonly<Record<string, JsonSchema>> = {
  maxFiles: { type: 'integer', minimum: 1, maximum: MAX_FILES },
  maxMegabytes: { type: 'integer', minimum: 1, maximum: MAX_MEGABYTES },
  accept: { type: 'array', maxItems: 50, items: { type: 'string', maxLength: 100, pattern: '^(\\.[A-Za-z0-9]+|[a-z]+/(\\*|[A-Za-z0-9.+-]+))$' } },
};

export interface FileLimits {
  readonly maxFiles: number;
  readonly maxMegabytes: number;
  /** Endings (`.pdf`) and media types (`image/*`); empty for any. */
  readonly accept: readonly string[];
}

export function fileType(defaults: FileLimits) {
  const limits = (field: FieldDocument): FileLimits => ({ ...defaults, ...optionsOf<FileOptions>(field) });
  return {
    ...baseType,
    valueKind: 'json',
    sortable: false,
    formulaType: null,
    pointsTo: 'file',
    operators: ['contains', 'notContains', ...EMPTINESS],
    wordsAt: ['name'],
    column: () => 'jsonb',
    valueSchema: (field: FieldDocument) => ({
      type: 'array',
      maxItems: limits(field).maxFiles,
      uniqueItems: true,
      items: objectSchema({ id: { type: 'string', format: 'uuid' } }, ['id']),
    }),
    widgetOptions: (field: FieldDocument) => ({ ...limits(field) }),
    canonical: (value: unknown) => (Array.isArray(value) ? (value.length === 0 ? null : value.map(idOnly)) : baseType.canonical(value)),
    parseText: (text: string, field: FieldDocument) => (cellText(text) === null ? ok(null) : refuseText('FIELD_NOT_IMPORTABLE', field)),
    formatText: (value: unknown) => (Array.isArray(value) ? value.map((file: Partial<FileValue> | null) => file?.name ?? file?.id ?? '').join(', ') : ''),
  } as const satisfies Partial<FieldType>;
}

const idOnly = (file: unknown): unknown => {
  if (typeof file !== 'object' || file === null || typeof (file as { id?: unknown }).id !== 'string') return file;
  const { id, name: _name, size: _size, type: _type, ...others } = file as { readonly id: string } & Readonly<Record<string, unknown>>;
  return { id: id.toLowerCase(), ...others };
};
