export { abilityOf, mayDesign, type AppAbility, type AppAction } from './ability.ts';
export { adoptSession, forgetSession, sessionQuery } from './session-query.ts';
export { Can, SessionProvider, useAbility, useEntityPermission, useSession } from './session-context.tsx';
