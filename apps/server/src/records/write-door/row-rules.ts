/** Rules of fields that look at related rows: asked of the rows as they lie in the table, inside the transaction that has written them. */

import { validationProblem } from '@tessera/model';
import { brokenRules } from '@tessera/sql/write';
import { tableOf, type Door } from './door.ts';
import type { Carrier, Draft, Problems } from './draft.ts';
import { traitsOf } from './traits.ts';
import { knowsField } from './writable-fields.ts';

/** Of the records and of those rows of their subforms that were written. */
export async function askRowRules(door: Door, drafts: readonly Draft[], problems: Problems): Promise<void> {
  const rows = drafts.flatMap((draft) => draft.subforms.flatMap(({ kept, fresh }) => [...kept, ...fresh]));
  for (const [entity, carriers] of Map.groupBy<Carrier['entity'], Carrier>([...drafts, ...rows], (carrier) => carrier.entity)) {
    const { rowRules } = traitsOf(entity);
    if (rowRules.length === 0) continue;
    const { writer } = door;
    const asker = { member: writer.member, timeZone: writer.workspace.timeZone, departments: writer.departments };
    const answers = await door.db.query<{ id: string; broken: readonly number[] }>(
      brokenRules({ ...tableOf(door, entity), ids: carriers.map(({ id }) => id) }, asker, rowRules.map(({ rule }) => rule.formula)),
    );
    const broken = new Map(answers.map((answer) => [answer.id, answer.broken]));
    for (const { index, id, path } of carriers) problems.add(index, (broken.get(id) ?? []).flatMap((at) => (rowRules[at] ? [validationProblem(rowRules[at], path, knowsField(writer.access, entity.key))] : [])));
  }
}
