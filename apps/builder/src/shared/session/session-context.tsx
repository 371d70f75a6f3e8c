import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { AbilityProvider, Can as CaslCan, useAbility as useCaslAbility, type CanProps } from '@casl/react';
import type { EntityPermission, SessionView } from '@tessera/contract';
import { abilityOf, type AppAbility } from './ability.ts';

const SessionContext = createContext<SessionView | null>(null);

/** Around everything a signed-in member sees. */
export function SessionProvider({ session, children }: { session: SessionView; children: ReactNode }) {
  const ability = useMemo(() => abilityOf(session), [session]);
  return (
    <SessionContext value={session}>
      <AbilityProvider value={ability}>{children}</AbilityProvider>
    </SessionContext>
  );
}

export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a signed-in page');
  return session;
}

/** Fields of an entity the member may read and write on some rows at least, and those that are masked on all of them. */
export function useEntityPermission(entity: string): Pick<EntityPermission, 'readable' | 'masked' | 'writable'> {
  return useSession().permissions.find((permission) => permission.entity === entity) ?? NOTHING;
}
const NOTHING = { readable: [], masked: [], writable: [] };

export const useAbility = (): AppAbility => useCaslAbility<AppAbility>();

/** `<Can I="create" a="order">`, `<Can I="use" a="design">`, `<Can I="update" a="order" field="status">`. */
export const Can = (props: CanProps<AppAbility>): ReactNode => <CaslCan<AppAbility> {...props} />;
