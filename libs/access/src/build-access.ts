/**
 * From roles to an Access. Each role is decided on its own (role-scopes.ts) and the answers are united cell by
 * cell, so two roles together never show what neither shows alone. Whatever is done to a record, beyond
 * creating it and starting a process, is within what can be read.
 */

import { ADMIN_ROLE, CAPABILITIES, type Capability, type RecordAction, type RoleDocument } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Access, LookAction, MaskedScope, RowScope } from './access.ts';
import { accessOf } from './access-of.ts';
import { LOOKS, WITHIN_READ, WRITES } from './actions.ts';
import { roleScopes } from './role-scopes.ts';
import { ALL, DENY, allOf, anyOf } from './scope.ts';

export interface AccessInput {
  readonly design: Design;
  /** In the order of the member's list: of two masks that of the first role counts. */
  readonly roles: readonly RoleDocument[];
  readonly member: string | null;
}

/** Pure and cheap: what depends on the roles alone is kept with the role documents. */
export function buildAccess({ design, roles, member }: AccessInput): Access {
  if (roles.some(({ key }) => key === ADMIN_ROLE)) return adminAccess(design, member);
  const each = roles.map((role) => roleScopes(design, role));
  const capabilities = new Set(roles.flatMap(({ capabilities: given = [] }) => given));
  const known = new Map<string, RowScope>();
  const knownMasks = new Map<string, readonly MaskedScope[]>();
  /** Only questions about what exists are remembered, so that strangers' questions take no memory. */
  const united = (action: RecordAction, entity: string, field?: string): RowScope => {
    const model = design.entities.get(entity);
    if (!model || (field !== undefined && !model.fields.has(field))) return DENY;
    if (action === 'design' && capabilities.has('design')) return ALL;
    const question = `${action} ${entity} ${field ?? ''}`;
    const scope = known.get(question) ?? anyOf(each.map((role) => (field === undefined ? role.row(action, entity) : role.field(action, entity, field))));
    known.set(question, scope);
    return scope;
  };
  const masks = (action: LookAction, entity: string, field: string): readonly MaskedScope[] => {
    if (!design.entities.get(entity)?.fields.has(field)) return [];
    const question = `${action} ${entity} ${field}`;
    const decide = (): MaskedScope[] => {
      if (united('read', entity, field).kind === 'all') return [];
      const masked = each.flatMap((role) => role.masks(entity, field));
      return distinct(action === 'read' ? masked : masked.map(({ mask, scope }) => ({ mask, scope: allOf([united(action, entity, field), scope]) })));
    };
    const scopes = knownMasks.get(question) ?? decide();
    knownMasks.set(question, scopes);
    return scopes;
  };
  return accessOf({
    member,
    capabilities,
    rowScope: (action, entity) => (WITHIN_READ.includes(action) ? allOf([united(action, entity), united('read', entity)]) : united(action, entity)),
    fieldScope: (action, entity, field) => {
      if (!WITHIN_READ.includes(action)) return united(action, entity, field);
      return allOf([united(action, entity, field), LOOKS.includes(action) ? united('read', entity, field) : united('read', entity)]);
    },
    masks,
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
      return !field || (field.readOnly && WRITES.includes(action)) ? DENY : ALL;
    },
    masks: () => [],
  });
}

/** For the system itself: installing templates, migrations, process steps. Asks no questions; say so in the history. */
export const systemAccess = (): Access => accessOf({ member: null, capabilities: new Set<Capability>(CAPABILITIES), rowScope: () => ALL, fieldScope: () => ALL, masks: () => [] });

/** A row shown masked by one role is not asked about a second time. */
function distinct(masked: readonly MaskedScope[]): MaskedScope[] {
  const seen = new Set<string>();
  const kept: MaskedScope[] = [];
  for (const one of masked) {
    const rows = JSON.stringify(one.scope);
    if (one.scope.kind === 'deny' || seen.has(rows)) continue;
    seen.add(rows);
    kept.push(one);
    if (one.scope.kind === 'all') break;
  }
  return kept;
}
