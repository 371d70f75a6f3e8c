import type { EntityDocument, VersionedEntity } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';
import type { Unconvertible } from '../../../shared/design-kit/index.ts';

export const saveEntity = (version: number, document: EntityDocument, unconvertible: Unconvertible = {}): Promise<VersionedEntity> =>
  call(routes.saveEntity, { params: { key: document.key }, body: { version, document, ...(Object.keys(unconvertible).length > 0 ? { unconvertible } : {}) } });
