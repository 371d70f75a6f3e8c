/**
 * Oracle O4, a refusal leaves no trace: requests for every route that changes something, made from its schemas, by all who
 * may do little. Whenever one is refused, whatever is stored is as it was before. Besides, O1 and O6 hold for each answer.
 */

import { routes, type Route, type RouteName } from '@tessera/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { chanceOf } from './chance.ts';
import { openWorld, type Ground, type Someone } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';
import { changedTables, databasePicture } from './database-picture.ts';
import { Interrogation, shown, type Finding } from './interrogation.ts';
import { makeRequest } from './made-requests.ts';

export interface Refusals {
  /** Sends a number of requests; findings so far. */
  send(seed: number, asMany: number): Promise<readonly Finding[]>;
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
    send: async (seed, asMany) => {
      const chance = chanceOf(seed);
      let before = await databasePicture(db);
      for (let at = 0; at < asMany; at += 1) {
        const [name, route] = chance.pick(chance.often(0.6) ? about : changing);
        const who = chance.pick(writers);
        const { path, body } = makeRequest(name, route, { chance, ids: chance.often(0.75) ? ids : others, valid: chance.often(0.3) });
        const request = { who, method: route.method, path, body };
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
        } else seen.done.add(name);
        before = after;
      }
      return [...traces, ...talk.findings];
    },
    stop: () => world.stop(),
  };
}
