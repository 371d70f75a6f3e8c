import { useQuery } from '@tanstack/react-query';
import { ADMIN_ROLE } from '@tessera/contract';
import { call, routes } from '../../shared/api/index.ts';
import { useLabel, useTexts } from '../../shared/i18n/index.ts';
import { memberTexts } from './texts.ts';

export interface RoleOption {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

/** Roles a member can hold: the built-in administrator first, then the designer's. */
export function useRoleOptions(): readonly RoleOption[] {
  const t = useTexts(memberTexts);
  const label = useLabel();
  const roles = useQuery({ queryKey: ['design', 'roles', 'options'], queryFn: ({ signal }) => call(routes.roles, { signal }) });
  const own = (roles.data?.items ?? []).map(({ document }) => ({ value: document.key, label: label(document.label), description: label(document.description) }));
  return [{ value: ADMIN_ROLE, label: t('administrator'), description: t('administratorHint') }, ...own.filter((role) => role.value !== ADMIN_ROLE)];
}
