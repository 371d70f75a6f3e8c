/** Schemas that several routes share. */

import Type, { type Static } from 'typebox';
import { Key } from '../documents/keys.ts';

export const Uuid = Type.String({ format: 'uuid' });
export const Instant = Type.String({ format: 'date-time' });

/** A record or member as another record shows it: its id and how people call it. */
export const Ref = Type.Object({ id: Uuid, label: Type.String() });
export type Ref = Static<typeof Ref>;

export const KeyParams = Type.Object({ key: Key });
export const IdParams = Type.Object({ id: Uuid });
export const EntityParams = Type.Object({ entity: Key });
export const RecordParams = Type.Object({ entity: Key, id: Uuid });

/** Carried by every document that people edit; sent back on save, so that nobody overwrites another's change. */
export const DocumentVersion = Type.Integer({ minimum: 0, description: 'Version the change is based on; 0 for a new document.' });

const list = <S extends Type.TSchema>(item: S) => Type.Object({ items: Type.Array(item) });
export { list };
