/**
 * From roles to an Access. Each role is decided on its own (role-scopes.ts) and the answers are united cell by
 * cell, so two roles together never show what neither shows alone. Whatever is done to a record, beyond
 * creating it, is within what can be read.
 */

import { ADMIN_ROLE, CAPABILITIES, type Capability, type RecordAction, type RoleDocument } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Access, RowScope } from './access.ts';
import { roleScopes } from './role-scopes.ts';
import { ALL, DENY, allOf, anyOf } from './scope.ts';

export interface AccessInput {
  readonly design: Design;
  readonly roles: readonly RoleDocument[];
  readonly member: string | null;
}

/** Pure and cheap: what depends on the roles alone is kept with the role documents. */
export function buildAccess({ design, roles, member }: AccessInput): Access {
  if (roles.some(({ key }) => key === ADMIN_ROLE)) return adminAccess(design, member);
  const each = roles.map((role) => roleScopes(design, role));
  const known = new Map<string, RowScope>();
  /** Only questions about what exists are remembered, so that strangers' questions take no memory. */
  const united = (action: RecordAction, entity: string, field?: string): RowScope => {
    const model = design.entities.get(entity);
    if (!model || (field !== undefined && !model.fields.has(field))) return DENY;
    const question = `${action} ${entity} ${field ?? ''}`;
    const scope = known.get(question) ?? anyOf(each.map((role) => (field === undefined ? role.row(action, entity) : role.field(action, entity, field))));
    known.set(question, scope);
    return scope;
  };
  const isWithinRead = (action: RecordAction): boolean => ['update', 'delete', 'export'].includes(action);
  return accessOf({
    member,
    capabilities: new Set(roles.flatMap(({ capabilities = [] }) => capabilities)),
    rowScope: (action, entity) => (isWithinRead(action) ? allOf([united(action, entity), united('read', entity)]) : united(action, entity)),
    fieldScope: (action, entity, field) => {
      if (!isWithinRead(action)) return united(action, entity, field);
      return allOf([united(action, entity, field), action === 'export' ? united('read', entity, field) : united('read', entity)]);
    },
  });
}

/** Everything, on everything that exists, except writing what nobody writes. */
function adminAccess(design: Design, member: string | null): Access {
  return accessOf({
    member,
    capabilities: new Set(CAPABILITIES),
    rowScope: (_action, entity) => (design.entities.has(entity) ? ALL : DENY),
    fieldScope: (action, entity, key) => {
      const field = design.entities.get(entity)?.fields.get(key);
      return !field || (field.readOnly && !LOOKS_OR_REMOVES.includes(action)) ? DENY : ALL;
    },
  });
}

/** For the system itself: installing templates, migrations, process steps. Asks no questions; say so in the history. */
export const systemAccess = (): Access => accessOf({ member: null, capabilities: new Set<Capability>(CAPABILITIES), rowScope: () => ALL, fieldScope: () => ALL });

const LOOKS_OR_REMOVES: readonly RecordAction[] = ['read', 'export', 'delete'];

const accessOf = (answers: Pick<Access, 'member' | 'capabilities' | 'rowScope' | 'fieldScope'>): Access => ({
  ...answers,
  can: (action, entity) => answers.rowScope(action, entity).kind !== 'deny',
  canField: (action, entity, field) => answers.fieldScope(action, entity, field).kind !== 'deny',
});
