/**
 * Records that a duplicate rule takes for the same. What they have in common lies in a column of each rule, so that they are
 * found by an index. Somebody who asks learns only of records they may read, and only where they may read what the rule
 * compares; a rule that refuses does so whoever has the record, and names it to those who may see it. A rule that warns and
 * is asked to refuse, by an import, does so for records that may be seen: it tells no more than the warning would.
 */

import type { DuplicateMatch, DuplicateRule, Ref } from '@tessera/contract';
import { duplicateColumn } from '@tessera/model';
import { labelsQuery } from '@tessera/sql/read';
import { findAlike, rightsQuery, type AlikeQuestion } from '@tessera/sql/write';
import { RecordAlike } from '../record-errors.ts';
import { permissionOf, tableOf, type Door, type Refusals } from './door.ts';
import type { Draft } from './draft.ts';
import { traitsOf } from './traits.ts';
import { readContextOf } from './writer.ts';

export interface Alike {
  readonly rule: string;
  readonly key: string;
  readonly id: string;
}

/** Refuses what is like a record that is there, or like an earlier one of the batch, by a rule that refuses. */
export async function refuseLikeness(door: Door, drafts: readonly Draft[], refusals: Refusals): Promise<readonly Draft[]> {
  const rules = traitsOf(door.entity).rules.filter(({ onMatch }) => door.refuseAlike === true || onMatch === 'refuse');
  const asked = rules.map((rule) => ({ rule, concerned: drafts.filter((draft) => typeof keyOf(draft, rule) === 'string') })).filter(({ concerned }) => concerned.length > 0);
  if (asked.length === 0) return drafts;
  const questions = asked.map(({ rule, concerned }): AlikeQuestion => ({ rule: rule.key, keys: [...new Set(concerned.map((draft) => keyOf(draft, rule) as string))].sort() }));
  // Two who enter the same record at the same moment: the second waits here, and finds the record of the first.
  const locks = questions.flatMap(({ rule, keys }) => keys.map((key) => `${door.writer.workspace.schema} ${door.entity.key} ${rule} ${key}`)).sort();
  await door.db.query('SELECT pg_advisory_xact_lock(hashtextextended(l, 0)) FROM unnest($1::text[]) AS l', [locks]);
  const found = await door.db.query<Alike>(findAlike(tableOf(door, door.entity), questions, drafts.flatMap(({ id, before }) => (before === null ? [] : [id]))));
  const seen = new Map((await nameAlike(door, found)).map(({ rule, record }) => [`${rule} ${record.id}`, record]));
  const strict = new Set(rules.filter(({ onMatch }) => onMatch === 'refuse').map(({ key }) => key));
  const first = new Map<string, string | null>();
  for (const { rule, key, id } of found) if (!first.has(`${rule} ${key}`) && (strict.has(rule) || seen.has(`${rule} ${id}`))) first.set(`${rule} ${key}`, id);

  const refused = new Map<number, { rule: DuplicateRule; id: string | null }>();
  for (const { rule, concerned } of asked) {
    for (const draft of concerned) {
      const name = `${rule.key} ${keyOf(draft, rule) as string}`;
      const like = first.get(name);
      if (like !== undefined) refused.set(draft.index, refused.get(draft.index) ?? { rule, id: like });
      else first.set(name, null);
    }
  }
  for (const [index, { rule, id }] of refused) {
    const record = seen.get(`${rule.key} ${id}`);
    const isOpen = rule.fields.every(({ field }) => door.writer.access.canField('read', door.entity.key, field));
    refusals.set(index, RecordAlike({}, isOpen ? { details: { rule: rule.key, label: rule.label, ...(record ? { record } : {}) } } : {}));
  }
  return drafts.filter(({ index }) => !refused.has(index));
}

/** Those of the found that the writer may know of, named; with the rule. */
export async function nameAlike(door: Door, found: readonly Alike[]): Promise<readonly DuplicateMatch[]> {
  if (found.length === 0) return [];
  const { db, writer, entity } = door;
  const rules = traitsOf(entity).rules;
  const fields = [...new Set(rules.flatMap((rule) => rule.fields.map(({ field }) => field)))].filter((field) => writer.access.canField('read', entity.key, field));
  const ids = [...new Set(found.map(({ id }) => id))];
  const labels = labelsQuery(readContextOf(writer), entity.key, ids);
  if (!labels.ok) return [];
  const named = new Map((await db.query<Ref>(labels.value)).map((ref) => [ref.id, ref]));
  const rights = await db.query<{ id: string; refused: readonly string[] }>(rightsQuery({ ...tableOf(door, entity), ids }, permissionOf(door, 'read', fields)));
  const closed = new Map(rights.map(({ id, refused }) => [id, refused]));
  return found.flatMap(({ rule: key, id }): DuplicateMatch[] => {
    const rule = rules.find((one) => one.key === key);
    const record = named.get(id);
    const isOpen = rule?.fields.every(({ field }) => fields.includes(field) && !closed.get(id)?.includes(field));
    return rule && record && isOpen ? [{ rule: key, label: rule.label as Record<string, string>, onMatch: rule.onMatch, record }] : [];
  });
}

/** Undefined where the change touches no field of the rule. */
const keyOf = ({ values, before }: Draft, { key }: DuplicateRule): unknown => {
  const now = values[duplicateColumn(key)];
  return before !== null && now === before[duplicateColumn(key)] ? undefined : now;
};
