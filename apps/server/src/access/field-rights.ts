/** How far a member's rights to one field go, in words. Pure. */

import { anyOf, describeScope, type Access, type DescribeEnv } from '@tessera/access';
import { textIn, type MemberRights } from '@tessera/contract';
import type { Design, EntityModel, FieldModel } from '@tessera/model';

type FieldRights = MemberRights['entities'][number]['fields'][number];

export function fieldRights(design: Design, { key: entity }: EntityModel, { key, document }: FieldModel, access: Access, env: DescribeEnv): FieldRights {
  const words = (scope: Parameters<typeof describeScope>[2]) => describeScope(design, entity, scope, env);
  const read = access.fieldScope('read', entity, key);
  const masks = access.masks('read', entity, key);
  const update = access.fieldScope('update', entity, key);
  const write = update.kind === 'deny' ? access.fieldScope('create', entity, key) : update;
  return {
    field: key,
    label: textIn(document.label, env.locale),
    level: write.kind !== 'deny' ? 'write' : read.kind !== 'deny' ? 'read' : masks.length > 0 ? 'masked' : 'none',
    read: words(read),
    masked: masks.length > 0 ? words(anyOf(masks.map(({ scope }) => scope))) : null,
    write: words(write),
  };
}
