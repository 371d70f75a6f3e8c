/**
 * Saving a set of which some may be refused only by writing them. What was written is taken back to a savepoint and the
 * rest is saved again without those that were refused; when the database refuses the set as a whole, halves of it find out
 * which row it was. With `throw` the first refusal ends it, and its place is told.
 */

import type { WriteOptions } from './changes.ts';
import { refusalOf } from './database-refusal.ts';
import type { Door, Refusals } from './door.ts';

export type Save<Item> = (items: readonly Item[], refusals: Refusals) => Promise<ReadonlyMap<string, number>>;

/** New versions by id of what was saved. With `throw` it throws when `refusals` are not empty. */
export async function saveEach<Item extends { readonly index: number }>(door: Door, items: readonly Item[], { onRefusal }: WriteOptions, refusals: Refusals, save: Save<Item>): Promise<ReadonlyMap<string, number>> {
  if (onRefusal === 'report') return items.length === 0 ? new Map() : saveReported(door, items, refusals, save);
  throwFirst(refusals);
  const [first] = items;
  if (!first) return new Map();
  const saved = items.length === 1 ? await saveOne(door, first, refusals, save) : await saveReported(door, items, refusals, save);
  throwFirst(refusals);
  return saved;
}

async function saveOne<Item extends { readonly index: number }>(door: Door, item: Item, refusals: Refusals, save: Save<Item>): Promise<ReadonlyMap<string, number>> {
  try {
    return await save([item], refusals);
  } catch (error) {
    const refusal = refusalOf(door.writer, error);
    throw refusal ? new FirstRefusal(item.index, refusal) : error;
  }
}

async function saveReported<Item extends { readonly index: number }>(door: Door, items: readonly Item[], refusals: Refusals, save: Save<Item>): Promise<ReadonlyMap<string, number>> {
  const { db, writer } = door;
  const found: Refusals = new Map();
  await db.query('SAVEPOINT door');
  try {
    const saved = await save(items, found);
    if (found.size === 0) {
      await db.query('RELEASE SAVEPOINT door');
      return saved;
    }
  } catch (error) {
    const refusal = refusalOf(writer, error);
    if (!refusal) throw error;
    await db.query('ROLLBACK TO SAVEPOINT door; RELEASE SAVEPOINT door');
    return narrow(door, items, refusals, save, () => refusals.set(items[0]?.index ?? 0, refusal));
  }
  await db.query('ROLLBACK TO SAVEPOINT door; RELEASE SAVEPOINT door');
  for (const [index, refusal] of found) refusals.set(index, refusal);
  const others = items.filter(({ index }) => !found.has(index));
  return others.length === 0 ? new Map() : saveReported(door, others, refusals, save);
}

async function narrow<Item extends { readonly index: number }>(door: Door, items: readonly Item[], refusals: Refusals, save: Save<Item>, refuse: () => void): Promise<ReadonlyMap<string, number>> {
  if (items.length === 1) {
    refuse();
    return new Map();
  }
  const middle = items.length >> 1;
  const first = await saveReported(door, items.slice(0, middle), refusals, save);
  return new Map([...first, ...(await saveReported(door, items.slice(middle), refusals, save))]);
}

/** The refusal of the first change that has one. */
export function throwFirst(refusals: Refusals): void {
  if (refusals.size === 0) return;
  const first = Math.min(...refusals.keys());
  throw new FirstRefusal(first, refusals.get(first));
}

/** Carries the place of the change with its refusal; it does not leave the write door. */
export class FirstRefusal extends Error {
  readonly index: number;
  constructor(index: number, cause: unknown) {
    super('a change was refused', { cause });
    this.index = index;
  }
}
