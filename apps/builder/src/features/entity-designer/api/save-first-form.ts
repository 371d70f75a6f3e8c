import type { EntityDocument } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import { firstForm, firstView } from '../entity-draft.ts';

/** Gives a new entity the form and the list it opens with. */
export async function saveFirstForm(entity: EntityDocument): Promise<void> {
  await call(routes.saveForm, { params: { key: entity.key }, body: { version: 0, document: firstForm(entity) } });
  await call(routes.saveView, { params: { key: entity.key }, body: { version: 0, document: firstView(entity) } });
}
