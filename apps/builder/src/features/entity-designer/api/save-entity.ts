import type { EntityDocument, VersionedEntity } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';

export const saveEntity = (version: number, document: EntityDocument): Promise<VersionedEntity> =>
  call(routes.saveEntity, { params: { key: document.key }, body: { version, document } });
