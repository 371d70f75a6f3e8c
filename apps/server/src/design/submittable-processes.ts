import type { AppModel } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';

/** Processes that start when a record is submitted, as far as the actor may submit; the processes feature provides it. */
export abstract class SubmittableProcesses {
  abstract list(actor: Actor): Promise<AppModel['submittable']>;
}
