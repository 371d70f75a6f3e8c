import type { EntityDocument, PlannedChange } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';

/** What saving would change; changes nothing. `version` is 0 for a new entity. */
export async function planEntity(version: number, document: EntityDocument): Promise<PlannedChange[]> {
  return (await call(routes.planEntity, { params: { key: document.key }, body: { version, document } })).changes;
}
