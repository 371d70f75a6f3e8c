/** Rows put at the end of subforms, many at once, as an import does: each record concerned is changed once. */

import type { AppError } from '@tessera/contract';
import { normalizeValues, validateRecord } from '@tessera/model';
import { lastPositions } from '@tessera/sql/write';
import { EntityNotFound, RecordActionForbidden, RecordInvalid, RecordNotFound } from '../record-errors.ts';
import type { NewSubformRow, SavedRecord, WriteOptions } from './changes.ts';
import { tableOf, type Door, type Refusals } from './door.ts';
import { Problems, sift, type Draft, type RowPlan } from './draft.ts';
import { lockWithRights, settle } from './prepare.ts';
import { saveDrafts } from './save-drafts.ts';
import { saveEach } from './save-each.ts';
import { defaultsFor, freshRow, readOnly } from './subform-rows.ts';
import { selectedFields } from './writable-fields.ts';

/** `id` and `version` are those of the record, `row` is the id of the new row. */
export type AppendedRow = (SavedRecord & { readonly status: 'created'; readonly row: string }) | { readonly status: 'refused'; readonly error: AppError };

interface PlacedRow extends NewSubformRow {
  readonly index: number;
}

export async function appendRows(door: Door, subform: string, rows: readonly NewSubformRow[], options: WriteOptions): Promise<readonly AppendedRow[]> {
  const { writer, entity } = door;
  const child = writer.design.entities.get(entity.children.find(({ field }) => field === subform)?.entity ?? '');
  if (!child) throw EntityNotFound({});
  const refusals: Refusals = new Map();
  const placed = rows.map((row, index): PlacedRow => ({ ...row, index }));
  const locked = await lockWithRights(door, [...new Set(rows.map(({ parent }) => parent))], 'update', [subform]);
  const open = sift(placed, refusals, ({ parent }) => {
    const record = locked.get(parent);
    if (!record?.visible) return RecordNotFound({});
    if (!record.allowed) return RecordActionForbidden({ action: 'update' });
    return record.refused.has(subform) ? RecordInvalid({}, { fields: [readOnly(entity, subform, 'values')] }) : null;
  });
  const valid = open.flatMap((row) => {
    const problems = validateRecord(writer.design, entity.key, { [subform]: [row.values] }, {
      mode: 'update',
      fields: selectedFields(writer.access, writer.design, 'update', entity.key),
      readable: selectedFields(writer.access, writer.design, 'read', entity.key),
    });
    if (problems.length > 0) refusals.set(row.index, RecordInvalid({}, { fields: problems }));
    const [values = {}] = (normalizeValues(writer.design, entity.key, { [subform]: [row.values] })[subform] ?? []) as Record<string, unknown>[];
    return problems.length > 0 ? [] : [{ ...row, values }];
  });
  const problems = new Problems();
  const defaultsOf = defaultsFor(door, child);
  const plans = new Map(valid.map(({ index, values }) => [index, freshRow(child, { index, path: `values.${subform}.0`, place: 0 }, values, defaultsOf)]));
  await settle(door, [], [...plans.values()], problems);
  const sound = problems.sift(valid, refusals);

  const versions = await saveEach(door, sound, options, refusals, async (items, refused) => {
    const lasts = await door.db.query<{ parent: string; last: number }>(lastPositions({ ...tableOf(door, child), parents: [...new Set(items.map(({ parent }) => parent))] }));
    const next = new Map(lasts.map(({ parent, last }) => [parent, last + 1]));
    const byParent = new Map<string, RowPlan[]>();
    for (const { index, parent } of items) {
      const place = next.get(parent) ?? 0;
      next.set(parent, place + 1);
      const siblings = byParent.get(parent) ?? [];
      byParent.set(parent, siblings);
      siblings.push({ ...(plans.get(index) as RowPlan), place });
    }
    // A draft stands for one record; what is refused of the record is refused of its first row here, and of the others when they are saved again.
    const drafts = [...byParent].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, fresh]): Draft => {
      const record = locked.get(id);
      return {
        index: fresh[0]?.index ?? 0, entity, path: 'values', id, before: record?.values ?? {}, version: record?.version ?? 0, given: [], touched: [], values: {}, links: [],
        subforms: [{ subform, child, before: new Map(), gone: [], kept: [], fresh }],
      };
    });
    return saveDrafts(door, drafts, refused);
  });
  return rows.map(({ parent }, index): AppendedRow => {
    const error = refusals.get(index);
    return error ? { status: 'refused', error } : { status: 'created', id: parent, version: versions.get(parent) ?? 0, row: plans.get(index)?.id ?? '' };
  });
}
