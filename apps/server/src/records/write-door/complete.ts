/**
 * From the values a person gives to the columns that are written: HTML is cleaned, files are looked up, what is encrypted
 * is closed and hashed, stamps are set, rules of the record's own values are asked, and what records are recognised by is
 * worked out. For records and rows of subforms alike; all of a batch together.
 */

import type { FileValue } from '@tessera/contract';
import { checkValidations, duplicateColumn, duplicateKey, fieldProblem, hashColumn, type EntityModel } from '@tessera/model';
import { fieldCipher } from '../../platform/field-cipher.ts';
import type { Door } from './door.ts';
import type { Problems } from './draft.ts';
import { sameValue, type StoredValues } from './history.ts';
import { cleanHtml } from './rich-text.ts';
import { traitsOf } from './traits.ts';
import { knowsField } from './writable-fields.ts';

type Values = Readonly<Record<string, unknown>>;

/** What is given and differs from what is there; of a new record, all. Values stay as they were given, HTML cleaned. */
export function givenChanges(entity: EntityModel, before: StoredValues | null, given: Values): Record<string, unknown> {
  const { html, encrypted, files, links } = traitsOf(entity);
  const changed: Record<string, unknown> = {};
  for (const key in given) {
    const value = html.length > 0 && html.includes(key) && typeof given[key] === 'string' ? cleanHtml(given[key]) : given[key];
    if (before === null || !isThere(key, value)) changed[key] = value ?? null;
  }
  return changed;

  function isThere(key: string, value: unknown): boolean {
    const was = before?.[key] ?? null;
    // Lists of links lie in a table of their own and are compared when it is read (links.ts).
    if (links.some((field) => field.key === key)) return false;
    if (encrypted.includes(key) && typeof value === 'string') return was !== null && before?.[hashColumn(key)] === fieldCipher().hash(entity.key, key, value);
    if (files.includes(key)) return sameValue(idsOfFiles(value), idsOfFiles(was));
    return sameValue(value, was);
  }
}

export interface Incomplete {
  readonly index: number;
  /** Path of its values, e.g. `values` or `values.lines.2`. */
  readonly path: string;
  readonly before: StoredValues | null;
  /** From `givenChanges`, with the defaults of a new record; what the values are written to. */
  readonly values: Record<string, unknown>;
}

/** Completes the values in place. */
export async function completeValues(door: Door, entity: EntityModel, rows: readonly Incomplete[], problems: Problems): Promise<void> {
  const { html, files, encrypted, stamps, rules, validates } = traitsOf(entity);
  for (const key of html) {
    const field = entity.fields.get(key);
    for (const { index, path, before, values } of rows) {
      if (before === null && typeof values[key] === 'string') values[key] = cleanHtml(values[key]);
      if (field?.document.required && Object.hasOwn(values, key) && values[key] === null) problems.add(index, [fieldProblem(`${path}.${key}`, 'FIELD_REQUIRED', field.document.label)]);
    }
  }
  for (const key of files) await describeFiles(door, entity, key, rows, problems);
  if (validates) for (const { index, path, before, values } of rows) if (Object.keys(values).length > 0) problems.add(index, checkValidations(entity, { ...before, ...values }, momentOf(door), path, knowsField(door.writer.access, entity.key)));
  for (const key of encrypted) for (const { values } of rows) if (Object.hasOwn(values, key)) seal(entity, key, values);
  for (const { before, values } of rows) {
    for (const { key, by, watches } of stamps) {
      const touched = Object.keys(values).some((changed) => (watches === null ? isWritten(entity, changed) : watches.includes(changed)) && (before !== null || values[changed] !== null));
      if (touched) values[key] = by === 'at' ? door.moment.at : door.writer.member;
    }
    for (const rule of rules) {
      if (rule.fields.some(({ field }) => Object.hasOwn(values, field))) values[duplicateColumn(rule.key)] = duplicateKey(rule, comparable(entity, { ...before, ...values }));
    }
  }
}

export const momentOf = ({ writer, moment }: Door) => ({ me: writer.onRightsOf ?? writer.member, now: moment.at, today: moment.today, timeZone: writer.workspace.timeZone, departments: writer.departments ?? [] });

/** Encrypted values are compared by their hashes. */
export const comparable = (entity: EntityModel, values: Values): Values => {
  const { encrypted } = traitsOf(entity);
  return encrypted.length === 0 ? values : { ...values, ...Object.fromEntries(encrypted.map((key) => [key, values[hashColumn(key)] ?? null])) };
};

const isWritten = (entity: EntityModel, key: string): boolean => entity.fields.get(key)?.type.stamps === null;

function seal(entity: EntityModel, key: string, values: Record<string, unknown>): void {
  const value = values[key];
  const cipher = fieldCipher();
  values[hashColumn(key)] = typeof value === 'string' ? cipher.hash(entity.key, key, value) : null;
  values[key] = typeof value === 'string' ? cipher.seal(entity.key, key, value) : null;
}

/** A file that was in this field of this record stays; any other must be one the writer has uploaded for it. */
async function describeFiles(door: Door, entity: EntityModel, key: string, rows: readonly Incomplete[], problems: Problems): Promise<void> {
  const { db, writer } = door;
  const label = entity.fields.get(key)?.document.label ?? key;
  const concerned = rows.filter(({ values }) => Array.isArray(values[key]));
  const wanted = concerned.flatMap(({ before, values }) => idsOfFiles(values[key]).filter((id) => !idsOfFiles(before?.[key]).includes(id)));
  const known = await door.files.describe(db, [...new Set(wanted)], writer.system ? null : (writer.member ?? NOBODY), { entity: entity.key, field: key });
  for (const { index, path, before, values } of concerned) {
    const there = new Map(((before?.[key] ?? []) as readonly FileValue[]).map((file) => [file.id, file]));
    const ids = idsOfFiles(values[key]);
    const described = ids.map((id) => there.get(id) ?? known.get(id));
    problems.add(index, described.some((file) => file === undefined) ? [fieldProblem(`${path}.${key}`, 'FIELD_NOT_REFERENCE', label)] : []);
    values[key] = described;
  }
}

/** Uploads belong to members. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const idsOfFiles = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map((file: { readonly id?: unknown }) => String(file?.id)) : []);
