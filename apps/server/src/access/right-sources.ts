/** Rules and roles as the places that rights come from. Pure. */

import { describeRule, type DescribeEnv } from '@tessera/access';
import { ADMIN_ROLE, textIn, type RightSource } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { HeldRole } from './held-roles.ts';

export function sourceOf(design: Design, { document, group }: HeldRole, place: number | null, env: DescribeEnv): RightSource {
  const rule = place === null ? undefined : document.rules[place];
  return {
    role: { key: document.key, label: textIn(document.label, env.locale) },
    group,
    rule: rule ? place : null,
    text: rule ? describeRule(design, rule, env) : document.key === ADMIN_ROLE ? WORDS[env.locale].admin : WORDS[env.locale].silent,
  };
}

/** What a capability gives besides the rules. */
export const capabilitySource = (held: HeldRole, locale: DescribeEnv['locale']): RightSource => ({
  role: { key: held.document.key, label: textIn(held.document.label, locale) },
  group: held.group,
  rule: null,
  text: WORDS[locale].designer,
});

const WORDS = {
  en: { admin: 'Administrators may do everything.', silent: 'No rule of this role says anything about it.', designer: 'The role may design everything.' },
  'zh-CN': { admin: '管理员拥有全部权限。', silent: '该角色没有相关规则。', designer: '该角色可以设计所有实体。' },
} as const;
