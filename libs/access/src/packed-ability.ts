/**
 * The ability as the browser may know it: what can be done to which entity and field on some row, and the capabilities.
 * No condition, no deny, nothing that is not known; CASL's own packed form.
 */

import { packRules } from '@casl/ability/extra';
import type { EntityPermission, RecordAction } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Access } from './access.ts';
import { WRITES } from './actions.ts';
import { entityPermissions } from './entity-permissions.ts';

/** `use`: a capability. `see`: fields shown at all, clear or masked. */
export type KnownAction = RecordAction | 'use' | 'see';
interface KnownRule {
  readonly action: KnownAction;
  readonly subject: string;
  readonly fields?: string[];
}

/** For `unpackRules` of CASL. Actions that know no fields are rules without any. */
export const packedAbility = (access: Access, design: Design): unknown[] => packRules<KnownRule>(knownRules(access, entityPermissions(access, design)));

function knownRules(access: Access, permissions: readonly EntityPermission[]): KnownRule[] {
  return [
    ...[...access.capabilities].map((subject): KnownRule => ({ action: 'use', subject })),
    ...permissions.flatMap(({ entity, actions, readable, masked, writable }) => [
      ...actions.flatMap((action) => ruleFor(entity, action, fieldsFor(access, entity, action, { readable, writable }))),
      ...ruleFor(entity, 'see', [...readable, ...masked]),
    ]),
  ];
}

/** Null: the action knows no fields. */
function fieldsFor(access: Access, entity: string, action: RecordAction, { readable, writable }: Pick<EntityPermission, 'readable' | 'writable'>): string[] | null {
  if (['delete', 'comment', 'run', 'design'].includes(action)) return null;
  return (WRITES.includes(action) ? writable : readable).filter((field) => access.canField(action, entity, field));
}

/** No field at all is left out: CASL reads an empty list as "every field". */
const ruleFor = (subject: string, action: KnownAction, fields: readonly string[] | null): KnownRule[] =>
  fields === null ? [{ action, subject }] : fields.length > 0 ? [{ action, subject, fields: [...fields] }] : [];
