import type { EntityDocument } from '@tessera/contract';
import { call, routes, type Answer } from '../api/index.ts';

export type EntityPlan = Answer<typeof routes.planEntity>;

/** What saving would change, and which records stand in the way; changes nothing. `version` is 0 for a new entity. */
export const planEntity = (version: number, document: EntityDocument): Promise<EntityPlan> => call(routes.planEntity, { params: { key: document.key }, body: { version, document } });
