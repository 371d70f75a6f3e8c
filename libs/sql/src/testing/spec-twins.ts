/**
 * Two worlds a reader cannot tell apart: the same in every cell they may see, different wherever they may not look.
 * What is hidden is marked, so that a spec can also search the answers for the marks.
 */

import type { Mask } from '@tessera/contract';
import { showsPart, type EntityModel } from '@tessera/model';
import { isInScope, isVisible, decidingFields, maskOn, type Reader } from './spec-scope.ts';
import { below, newId, pick, someValue, filledKeys, type Chance, type SpecRow, type Value, type World } from './spec-world.ts';

/** In every hidden text and, as digits, in every hidden number. */
export const MARK = { text: 'canary', digits: '77777' } as const;

/** The reader's world with everything hidden from them made anew. Who sees what stays as it was. */
export function withHiddenMade(reader: Reader, random: Chance): World {
  const deciding = decidingFields(reader);
  return Object.fromEntries(
    Object.entries(reader.world).map(([key, rows]) => {
      const model = reader.design.entities.get(key) as EntityModel;
      const remade = rows.map((row) => (isVisible(reader, key, row) ? remakeCells(reader, random, deciding, model, row) : remakeRow(reader, random, deciding, model, row)));
      const more = rows.filter((row) => !isVisible(reader, key, row) && random() < 0.3).map((row) => ({ ...remakeRow(reader, random, deciding, model, row), id: newId(random) }));
      return [key, [...remade, ...more]];
    }),
  );
}

/** A row out of scope: everything but what makes it so. */
function remakeRow(reader: Reader, random: Chance, deciding: ReadonlySet<string>, model: EntityModel, row: SpecRow): SpecRow {
  const values = Object.fromEntries(filledKeys(model).map((key) => [key, deciding.has(`${model.key}.${key}`) ? (row.values[key] ?? null) : hiddenValue(reader, random, model, key)]));
  return { ...row, version: 100 + below(random, 50), created_at: `2024-0${1 + below(random, 9)}-01T00:00:00.000Z`, values };
}

/** A row in scope: its hidden cells, and its links to rows that are out of it. */
function remakeCells(reader: Reader, random: Chance, deciding: ReadonlySet<string>, model: EntityModel, row: SpecRow): SpecRow {
  const values = Object.entries(row.values).map(([key, value]): [string, Value] => {
    if (deciding.has(`${model.key}.${key}`)) return [key, value];
    if (!isInScope(reader, model.key, row, reader.access.fieldScope('read', model.key, key))) {
      const mask = maskOn(reader, model.key, row, key);
      return [key, mask ? sameMasked(reader, random, model, key, mask, value) : hiddenValue(reader, random, model, key)];
    }
    if (model.fields.get(key)?.many) return [key, withOtherHiddenLinks(reader, random, model, key, (value ?? []) as readonly string[])];
    return [key, isHiddenLink(reader, model, key, value) ? otherHiddenLink(reader, random, model, key) : value];
  });
  return { ...row, values: Object.fromEntries(values) };
}

/** Another value that looks the same masked. */
function sameMasked(reader: Reader, random: Chance, model: EntityModel, key: string, mask: Mask, value: Value): Value {
  const field = model.fields.get(key);
  if (!field || value === null || (Array.isArray(value) && value.length === 0)) return value;
  if (typeof value === 'string' && showsPart(field)) {
    const characters = [...value];
    const most = Math.floor(characters.length / 2);
    const start = Math.min(mask.start, most);
    const end = Math.min(mask.end, most - start);
    const hidden = characters.length - start - end;
    // As many characters or, where that does not change what is shown, more.
    const other = `${MARK.text}${below(random, 1000)}${'x'.repeat(40)}`.slice(0, most >= mask.start + mask.end ? Math.max(hidden, 8 + below(random, 20)) : hidden);
    return `${characters.slice(0, start).join('')}${other}${characters.slice(characters.length - end).join('')}`;
  }
  for (;;) {
    const other = hiddenValue(reader, random, model, key);
    if (other !== null) return other;
  }
}

function isHiddenLink(reader: Reader, model: EntityModel, key: string, value: Value): boolean {
  const target = model.fields.get(key)?.target ?? null;
  if (target === null || reader.access.rowScope('read', target).kind === 'all') return false;
  const row = reader.world[target]?.find(({ id }) => id === value);
  return row === undefined || !isVisible(reader, target, row);
}

/** Links to what is visible stay in their order; those to what is not are others, or none. */
function withOtherHiddenLinks(reader: Reader, random: Chance, model: EntityModel, key: string, links: readonly string[]): readonly string[] | null {
  if (!model.fields.get(key)?.target) return links;
  const kept = links.filter((link) => !isHiddenLink(reader, model, key, link));
  const others = [otherHiddenLink(reader, random, model, key), otherHiddenLink(reader, random, model, key)].filter((link) => link !== null);
  const all = [...new Set([...kept, ...others])];
  return all.length === 0 ? null : all;
}

function otherHiddenLink(reader: Reader, random: Chance, model: EntityModel, key: string): string | null {
  const target = model.fields.get(key)?.target ?? '';
  const hidden = (reader.world[target] ?? []).filter((row) => !isVisible(reader, target, row));
  return random() < 0.4 ? null : (pick(random, hidden)?.id ?? null);
}

function hiddenValue(reader: Reader, random: Chance, model: EntityModel, key: string): Value {
  const value = someValue(random, model, key, reader.world, () => `${MARK.text} ${below(random, 1000)}`);
  const kind = model.fields.get(key)?.valueType.valueKind;
  return kind === 'decimal' && value !== null ? `${MARK.digits}.${below(random, 90) + 10}` : value;
}
