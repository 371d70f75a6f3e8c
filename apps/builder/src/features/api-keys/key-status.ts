import type { ApiKeyView } from '@tessera/contract';

export type KeyStatus = 'alive' | 'expired' | 'revoked';

/** `now` in milliseconds. */
export const keyStatus = ({ revokedAt, expiresAt }: Pick<ApiKeyView, 'revokedAt' | 'expiresAt'>, now: number): KeyStatus => (revokedAt !== null ? 'revoked' : Date.parse(expiresAt) <= now ? 'expired' : 'alive');

const ORDER: Readonly<Record<KeyStatus, number>> = { alive: 0, expired: 1, revoked: 2 };

/** Those that work first, the newest of each first. */
export const byUse = (now: number) => (first: ApiKeyView, second: ApiKeyView): number => ORDER[keyStatus(first, now)] - ORDER[keyStatus(second, now)] || second.createdAt.localeCompare(first.createdAt);
