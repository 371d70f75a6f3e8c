/** An entry of the trail in words. What is not known by a word is shown by its own name. */

import type { AuditEntry } from '@tessera/contract';
import type { auditTexts } from './texts.ts';

type Word = Parameters<typeof auditTexts.t>[0];
type Words = (word: Word) => string;

export const GROUPS = ['record', 'file', 'export', 'request', 'session', 'password', 'totp', 'role', 'member', 'share', 'apiKey', 'viewAs', 'design', 'import', 'audit'] as const;

export function actionWords(t: Words, action: string): string {
  const key = `act_${action.replace('.', '_')}`;
  const words = t(key as Word);
  return words === key ? action : words;
}

export function actorWords(t: Words, { actorKind, actor }: AuditEntry): string {
  switch (actorKind) {
    case 'nobody':
      return t('nobody');
    case 'system':
      return t('system');
    case 'apiKey':
      return [actor?.label, t('viaKey')].filter(Boolean).join(' · ');
    case 'share':
      return [t('viaShare'), actor?.label].filter(Boolean).join(' · ');
    case 'process':
      return [t('viaProcess'), actor?.label].filter(Boolean).join(' · ');
    default:
      return actor?.label ?? t('nobody');
  }
}
