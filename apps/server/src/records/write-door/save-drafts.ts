/**
 * Writes what was prepared: the records with their history and outbox in one statement, then the rows of their
 * subforms; and looks at each record as it has become. Counts on a transaction (or a savepoint) that takes everything
 * back when anything is refused here.
 */

import { insertRows, isAnsweredByRow, isOpen, rightsQuery, updateRows, type SavedRow, type Trail, type TrailLine } from '@tessera/sql/write';
import { RecordInvalid, RecordLeavesScope } from '../record-errors.ts';
import { nextNumbers } from './auto-numbers.ts';
import { permissionOf, stampOf, tableOf, type Door, type Refusals } from './door.ts';
import { Problems, toldOf, type Draft } from './draft.ts';
import { changeLine, wholeLine } from './history.ts';
import { saveLinks } from './links.ts';
import { askRowRules } from './row-rules.ts';
import { numberRows, readOnly, rowLines, saveRows } from './subform-rows.ts';

/** What a merge has done to the record already, to be told with it. */
export interface Prelude {
  readonly lines: readonly TrailLine[];
  /** Lists of links before and after, by field. */
  readonly told: Readonly<Record<string, { readonly before: readonly string[]; readonly after: readonly string[] }>>;
}

/** New versions by id. Of drafts that are all new, or all there already; a merge is one of the latter. */
export async function saveDrafts(door: Door, drafts: readonly Draft[], refusals: Refusals, prelude?: Prelude): Promise<ReadonlyMap<string, number>> {
  const { db, writer, entity } = door;
  const isNew = drafts[0]?.before === null;
  const table = tableOf(door, entity);
  if (isNew) {
    const numbers = await nextNumbers(db, table.schema, entity, door.moment.today, drafts.length);
    drafts.forEach(({ values }, at) => Object.assign(values, numbers[at]));
  }
  await numberRows(door, drafts);

  const action = isNew ? 'create' : 'update';
  const permission = permissionOf(door, action, isNew ? [...new Set(drafts.flatMap(({ touched }) => touched))].filter((field) => writer.access.fieldScope('create', entity.key, field).kind !== 'all') : []);
  const isFree = writer.system || isOpen(permission, entity.key);
  const atOnce = !isFree && isAnsweredByRow(permission, table);
  const options = { trail: prelude ? mergeTrail(door, drafts, prelude) : trailOf(door, drafts, action), permission: atOnce ? permission : undefined };
  const saved = await db.query<SavedRow>(isNew ? insertRows(table, drafts, stampOf(door), options) : updateRows(table, drafts, stampOf(door), options));

  const problems = new Problems();
  await saveLinks(door, drafts);
  await saveRows(door, drafts, problems);
  await askRowRules(door, drafts, problems);
  problems.sift(drafts, refusals);
  if (!isFree) {
    const answers = atOnce ? saved : await db.query<SavedRow>(rightsQuery({ ...table, ids: drafts.map(({ id }) => id) }, permission));
    judge(door, drafts, answers, refusals);
  }
  return new Map(saved.map(({ id, version }) => [id, version]));
}

/** Fields were asked for before a change; of a new record there is no "before". */
function judge({ entity }: Door, drafts: readonly Draft[], answers: readonly SavedRow[], refusals: Refusals): void {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  for (const { index, id, touched } of drafts) {
    const answer = byId.get(id);
    const closed = touched.filter((field) => answer?.refused.includes(field));
    if (!answer?.allowed) refusals.set(index, RecordLeavesScope({}));
    else if (closed.length > 0) refusals.set(index, RecordInvalid({}, { fields: closed.map((field) => readOnly(entity, field, 'values')) }));
  }
}

function trailOf({ writer }: Door, drafts: readonly Draft[], action: 'create' | 'update'): Trail {
  const lines: TrailLine[] = [];
  for (const draft of drafts) {
    const { before, after } = toldOf(draft);
    const line = draft.before === null ? wholeLine(draft.id, 'create', after) : changeLine(draft.id, 'update', before, after);
    if (line) lines.push(line);
    for (const plan of draft.subforms) lines.push(...rowLines(draft.id, plan));
  }
  return { via: writer.via, action, lines };
}

function mergeTrail({ writer }: Door, drafts: readonly Draft[], { lines, told }: Prelude): Trail {
  const own = drafts.flatMap((draft) => {
    const { before, after } = toldOf(draft);
    const lists = (side: 'before' | 'after') => Object.fromEntries(Object.entries(told).map(([field, list]) => [field, list[side]]));
    return changeLine(draft.id, 'merge', { ...before, ...lists('before') }, { ...lists('after'), ...after }) ?? [];
  });
  return { via: writer.via, action: 'merge', lines: [...own, ...drafts.flatMap((draft) => draft.subforms.flatMap((plan) => rowLines(draft.id, plan))), ...lines] };
}
