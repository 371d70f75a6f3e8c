/** Functions of libs that are being written side by side with this folder; direct imports once they are there. */

import type { Access } from '@tessera/access';
import type { EntityDocument, EntityPermission, FieldProblemInput, FormDocument, Result, RoleDocument, ViewDocument } from '@tessera/contract';
import type { Design } from '@tessera/model';

interface Functions {
  compileDesign(documents: readonly EntityDocument[]): Result<Design, FieldProblemInput[]>;
  buildAccess(of: { design: Design; roles: readonly RoleDocument[]; member: string | null }): Access;
  systemAccess(): Access;
  checkRole(design: Design, role: RoleDocument): FieldProblemInput[];
  entityPermissions(access: Access, design: Design): EntityPermission[];
  visibleModel(access: Access, model: { entities: EntityDocument[]; forms: FormDocument[]; views: ViewDocument[] }): { entities: EntityDocument[]; forms: FormDocument[]; views: ViewDocument[] };
  deriveKey(label: string, taken: (key: string) => boolean): string;
}
const found = { ...(await import('@tessera/model').catch(() => ({}))), ...(await import('@tessera/access').catch(() => ({}))) } as unknown as Functions;

export const compileDesign: Functions['compileDesign'] = (documents) =>
  found.compileDesign?.(documents) ?? (documents.length === 0 ? { ok: true, value: { entities: new Map() } } : { ok: false, problem: [] });
export const buildAccess: Functions['buildAccess'] = (of) => found.buildAccess?.(of) ?? { ...everything, member: of.member, capabilities: new Set(of.roles.flatMap((role) => (role.key === 'admin' ? ['design', 'members'] as const : (role.capabilities ?? [])))) };
export const systemAccess: Functions['systemAccess'] = () => found.systemAccess?.() ?? everything;
export const checkRole: Functions['checkRole'] = (design, role) => found.checkRole?.(design, role) ?? [];
export const entityPermissions: Functions['entityPermissions'] = (access, design) => found.entityPermissions?.(access, design) ?? [];
export const visibleModel: Functions['visibleModel'] = (access, model) => found.visibleModel?.(access, model) ?? model;
export const deriveKey: Functions['deriveKey'] = (label, taken) => found.deriveKey?.(label, taken) ?? (label.toLowerCase().replaceAll(/[^a-z]+/g, '') || 'main');

const everything: Access = {
  member: null,
  capabilities: new Set(['design', 'members']),
  rowScope: () => ({ kind: 'all' }),
  fieldScope: () => ({ kind: 'all' }),
  canField: () => true,
  can: () => true,
};
