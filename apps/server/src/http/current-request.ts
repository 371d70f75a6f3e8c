/**
 * The request that what runs just now is done for: who asks, from where, under which id. It follows the work through
 * awaits, so that the audit trail can say so without every function between handing it on. Only the trail may ask:
 * what a request may do is decided by what is handed in.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from './actor.ts';

export interface CurrentRequest {
  readonly id: string;
  readonly ip: string;
  readonly actor: Actor | null;
}

const requests = new AsyncLocalStorage<CurrentRequest>();

/** Undefined in work of the server's own: jobs, timers, the start. */
export const currentRequest = (): CurrentRequest | undefined => requests.getStore();

export const withinRequest = <T>(request: CurrentRequest, work: () => T): T => requests.run(request, work);

/** For what a request sets off but is not done for it. */
export const outsideRequests = <T>(work: () => T): T => requests.exit(work);
