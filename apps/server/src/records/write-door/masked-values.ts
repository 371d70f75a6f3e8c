/**
 * Values that come back as they were shown. Whoever sees a cell masked and sends the record back has not changed it: such a
 * value counts as not sent, before anything is validated. What was shown of a value that has changed meanwhile is refused: it is
 * no value of theirs. Anything else they wish to write.
 */

import { MASKED, maskValue, type EntityModel, type FieldModel } from '@tessera/model';
import { lockChildrenOf, masksQuery, type LockedRow, type MaskedRow } from '@tessera/sql/write';
import { fieldCipher } from '../../platform/field-cipher.ts';
import { permissionOf, tableOf, type Door } from './door.ts';
import type { StoredValues } from './history.ts';

type Values = Readonly<Record<string, unknown>>;
type Asking = Pick<Door, 'db' | 'writer' | 'entity'>;

/** Hears of fields that come back as they were shown of another value. */
type Refuse<Change> = (change: Change, fields: readonly string[]) => void;

interface Sent {
  readonly id: string;
  readonly values: Values;
}

/** The changes without what came back masked; `before` gives the stored values of the records, which are locked. */
export async function withoutMasked<Change extends Sent>(door: Asking, changes: readonly Change[], before: (id: string) => StoredValues | undefined, refuse: Refuse<Change> = () => {}): Promise<readonly Change[]> {
  const own = await withoutMaskedOf(door, door.entity, changes, before, refuse);
  return withoutMaskedRows(door, own);
}

/** Looks like what the writer is shown of such a field somewhere. */
const mayBeMasked = ({ writer }: Asking, { key: entity }: EntityModel, field: string, value: unknown): boolean =>
  typeof value === 'string' && value.includes(MASKED) && writer.access.masks('read', entity, field).length > 0;

async function withoutMaskedOf<Row extends Sent>(door: Asking, entity: EntityModel, rows: readonly Row[], before: (id: string) => StoredValues | undefined, refuse: Refuse<Row> = () => {}): Promise<readonly Row[]> {
  const asked = rows.map((row) => Object.keys(row.values).filter((key) => mayBeMasked(door, entity, key, row.values[key])));
  const fields = [...new Set(asked.flat())];
  if (fields.length === 0) return rows;
  const ids = [...new Set(rows.filter((_, at) => asked[at]?.length).map(({ id }) => id))];
  const { action: _, ...permission } = permissionOf(door, 'read', fields);
  const masked = new Map((await door.db.query<MaskedRow>(masksQuery({ ...tableOf(door, entity), ids }, permission))).map(({ id, masks }) => [id, masks]));
  /** How the writer is shown the cell; undefined where it is clear or hidden. */
  const shownAs = ({ id }: Row, key: string): string | null | undefined => {
    const place = masked.get(id)?.[fields.indexOf(key)] ?? null;
    const mask = place === null ? undefined : door.writer.access.masks('read', entity.key, key)[place]?.mask;
    const field = entity.fields.get(key);
    return mask && field ? maskValue(field, mask, storedValue(entity, field, before(id))) : undefined;
  };
  return rows.map((row, at) => {
    const covered = (asked[at] ?? []).filter((key) => shownAs(row, key) !== undefined);
    const back = new Set(covered.filter((key) => shownAs(row, key) === row.values[key]));
    if (back.size < covered.length) refuse(row, covered.filter((key) => !back.has(key)));
    return back.size === 0 ? row : { ...row, values: Object.fromEntries(Object.entries(row.values).filter(([key]) => !back.has(key))) };
  });
}

function storedValue(entity: EntityModel, { key, encrypted }: FieldModel, before: StoredValues | undefined): unknown {
  const value = before?.[key] ?? null;
  return encrypted && typeof value === 'string' ? fieldCipher().open(entity.key, key, value) : value;
}

/** Rows of subforms that are there already; a new one has nothing that could be masked. */
async function withoutMaskedRows<Change extends Sent>(door: Asking, changes: readonly Change[]): Promise<readonly Change[]> {
  let left = changes;
  for (const { field: subform, entity: key } of door.entity.children) {
    const child = door.writer.design.entities.get(key);
    if (!child) continue;
    const suspects = left.filter(({ values }) => rowsIn(values[subform]).some((row) => Object.keys(row).some((name) => mayBeMasked(door, child, name, row[name]))));
    if (suspects.length === 0) continue;
    const stored = await door.db.query<LockedRow>(lockChildrenOf({ ...tableOf(door, child), parents: suspects.map(({ id }) => id) }));
    const before = new Map(stored.map(({ id, record }) => [id, JSON.parse(record) as StoredValues]));
    const rows = suspects.flatMap(({ values }) => rowsIn(values[subform])).flatMap((row) => (typeof row['id'] === 'string' && before.has(row['id']) ? [{ id: row['id'], given: row, values: row }] : []));
    const kept = new Map((await withoutMaskedOf(door, child, rows, (id) => before.get(id))).map(({ given, values }) => [given, values]));
    left = left.map((change) => (suspects.includes(change) ? { ...change, values: { ...change.values, [subform]: rowsIn(change.values[subform]).map((row) => kept.get(row) ?? row) } } : change));
  }
  return left;
}

/** What is no list of rows is refused when it is validated. */
const rowsIn = (value: unknown): readonly Values[] => (Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null) ? (value as Values[]) : []);
