/**
 * Oracle O4, a refusal leaves no trace: requests for every route that changes something, made from its schemas, by all who
 * may do little. Whenever one is refused, whatever is stored is as it was before. Besides, O1 and O6 hold for each answer.
 */

import { routes, type Route, type RouteName } from '@tessera/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { chanceOf, type Chance } from './chance.ts';
import { openWorld, type Ground, type Someone } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';
import { changedTables, databasePicture } from './database-picture.ts';
import { Interrogation, shown, type Finding } from './interrogation.ts';
import { makeRequest } from './made-requests.ts';
import type { Question } from './questions.ts';

export interface Refusals {
  /** Sends a number of requests; findings so far. */
  send(seed: number, asMany: number, untilFound?: boolean): Promise<readonly Finding[]>;
  readonly asked: () => number;
  readonly refused: () => number;
  /** Routes that have been refused and those that have been answered. */
  readonly seen: { readonly refused: ReadonlySet<string>; readonly done: ReadonlySet<string> };
  stop(): Promise<void>;
}

/** What would end a session or lock the caller out is asked by nobody here; sign-in and its kin count attempts. */
const LEFT_OUT: ReadonlySet<string> = new Set(['signOut', 'endOtherSessions', 'endAccountSession', 'changePassword', 'startViewAs', 'endViewAs', 'startTotp', 'confirmTotp', 'removeTotp', 'signIn']);
const WRITERS: readonly Someone[] = ['rep', 'rep', 'rep', 'manager', 'key', 'viewer', 'nobody', 'auditor', 'designer', 'people', 'stranger'];

export async function openRefusals(ground: Ground): Promise<Refusals> {
  const world = await openWorld(ground, { variant: 0, perspective: 'rep' });
  const talk = new Interrogation(world, world.canaries);
  const writers = WRITERS.filter((who) => ground.identities[who] !== undefined);
  const changing = (Object.entries(routes) as [RouteName, Route][]).filter(([name, { method, asks }]) => method !== 'GET' && !asks && !LEFT_OUT.has(name));
  const about = changing.filter(([, { permission }]) => permission === 'record');
  const ids = [0, 1, 3, 10, 14, 20, 21, 30, 40, 41, 42, 99].map((n) => idOf('customer', n));
  const others = [...ids, idOf('contact', 0), idOf('contact', 20), idOf('opportunity', 1), idOf('opportunity', 20), idOf('order', 0), idOf('order', 20), ...Object.values(ground.people)];
  const traces: Finding[] = [];
  const seen = { refused: new Set<string>(), done: new Set<string>() };
  let refused = 0;
  const { db } = world.server;

  return {
    asked: () => talk.asked,
    refused: () => refused,
    seen,
    send: async (seed, asMany, untilFound = false) => {
      const chance = chanceOf(seed);
      let before = await databasePicture(db);
      for (let at = 0; at < asMany; at += 1) {
        const [name, route] = chance.pick(chance.often(0.6) ? about : changing);
        const made = { who: chance.pick(writers), method: route.method, ...makeRequest(name, route, { chance, ids: chance.often(0.75) ? ids : others, valid: chance.often(0.3) }) };
        const request = chance.often(0.3) ? nearlyRight(chance, ground) : made;
        const { who } = request;
        let answer = await talk.send(request);
        let after = await databasePicture(db);
        // Work in the background has a life of its own: what it changed is not counted against a refusal.
        for (let again = 0; answer.status >= 400 && after !== before && again < 4; again += 1) {
          await wait(60 * (again + 1));
          before = await databasePicture(db);
          answer = await talk.send(request);
          after = await databasePicture(db);
        }
        if (answer.status >= 400) {
          refused += 1;
          seen.refused.add(name);
          if (after !== before) traces.push({ oracle: 'O4 trace', request: shown(request), difference: { answer: answer.text.slice(0, 300), changed: changedTables(before, after) } });
        } else {
          seen.done.add(name);
          if (who === 'viewer') traces.push({ oracle: 'view-as', request: shown(request), difference: `whoever only looks has changed something: ${answer.status}` });
        }
        before = after;
        if (untilFound && [...traces, ...talk.findings].some(({ oracle }) => oracle !== 'broken')) break;
      }
      return [...traces, ...talk.findings];
    },
    stop: () => world.stop(),
  };
}

/** Changes that are right but for one thing, which shows only when a part of them is written. */
function nearlyRight({ pick }: Chance, { people }: Ground): Pick<Question, 'who' | 'method' | 'path' | 'body'> {
  const own = idOf('customer', pick([0, 1, 2, 4, 5, 6]));
  const foreign = idOf('customer', pick([10, 14, 21, 30, 41, 99]));
  const patch = (entity: string, id: string, values: Record<string, unknown>) => ({ who: 'rep' as const, method: 'PATCH' as const, path: `/api/records/${entity}/${id}`, body: { values } });
  const post = (path: string, body: unknown) => ({ who: 'rep' as const, method: 'POST' as const, path, body });
  return pick([
    () => patch('customer', own, { region: 'Elsewhere', owner: people.rep2 }),
    () => patch('customer', own, { region: 'Elsewhere', id_card: 'x' }),
    () => patch('customer', own, { region: 'Elsewhere', partners: [foreign] }),
    () => patch('customer', foreign, { region: 'Elsewhere', owner: people.rep }),
    () => patch('opportunity', idOf('opportunity', pick([0, 1, 2, 20])), { name: 'Moved', owner: people.repB }),
    () => patch('order', idOf('order', pick([0, 1, 20])), { lines: [{ product: 'New', amount: '1.00', cost: '1.00' }] }),
    () => patch('order', idOf('order', pick([0, 1])), { code: 'Other', lines: [{ id: idOf('order_line', 40), product: 'Theirs' }] }),
    () => post('/api/records/contact', { values: { name: 'x', customer: foreign } }),
    () => post('/api/records/opportunity', { values: { name: 'x', owner: people.rep2, customer: own } }),
    () => post('/api/records/customer/bulk', { mode: 'all', changes: [{ op: 'update', id: own, values: { region: 'Bulk' } }, { op: 'update', id: foreign, values: { region: 'Bulk' } }] }),
    () => post('/api/records/customer/bulk', { mode: 'all', changes: [{ op: 'create', values: { name: 'Bulk' } }, { op: 'create', values: { name: 'Bulk', credit_limit: '1' } }] }),
    () => post('/api/records/customer/bulk', { mode: 'all', changes: [{ op: 'update', id: own, values: { owner: people.rep2 } }] }),
    () => post(`/api/records/customer/${own}/merge`, { version: 1, others: [{ id: foreign, version: 1 }], values: { region: 'Merged' } }),
    () => post(`/api/records/customer/${foreign}/restore`, undefined),
    () => post('/api/shares', { kind: 'record', entity: 'customer', record: foreign, fields: ['name'] }),
    () => post('/api/shares', { kind: 'record', entity: 'customer', record: own, fields: ['name', 'id_card', 'credit_limit'] }),
    () => post('/api/keys', { name: 'More', role: 'manager', days: 30 }),
  ])();
}
