import { useQuery } from '@tanstack/react-query';
import { ADMIN_ROLE } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { useAbility } from '../../shared/session/index.ts';
import { keyTexts } from './texts.ts';

/** What roles are called; who does not manage members is not told of them, and reads their keys. */
export function useRoleNames(): (key: string) => string {
  const t = useTexts(keyTexts);
  const label = useLabel();
  const manages = useAbility().can('use', 'members');
  const roles = useQuery({ queryKey: ['design', 'roles', 'options'], queryFn: ({ signal }) => call(routes.roles, { signal }), enabled: manages });
  return (key) => (key === ADMIN_ROLE ? t('admin') : label(roles.data?.items.find(({ document }) => document.key === key)?.document.label) || key);
}
