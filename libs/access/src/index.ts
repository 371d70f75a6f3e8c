export type { Access, RowScope } from './access.ts';
export { buildAccess, systemAccess, type AccessInput } from './build-access.ts';
export { checkRole } from './check-role.ts';
export { entityPermissions } from './entity-permissions.ts';
export { visibleModel, type Documents } from './visible-model.ts';
export { matchesFilter, type MatchEnv, type RelatedRow } from './matches-filter.ts';
export { roleAbility, ruleScope, type RoleAbility, type RowSubject } from './role-ability.ts';
export { allOf, anyOf } from './scope.ts';
