/**
 * Passwords: argon2id over the text in Unicode's composed form (NFC), so that it does not matter how a keyboard writes an
 * accent; the same work for people we do not know. Hashes from before that form, or of another strength, are made anew when
 * their owner signs in.
 */

import { hash, verify } from '@node-rs/argon2';

const ARGON2ID = 2;
/** OWASP's first choice: 19 MiB, two passes. */
const STRENGTH = { algorithm: ARGON2ID, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
const PRESENT = `$argon2id$v=19$m=${STRENGTH.memoryCost},t=${STRENGTH.timeCost},p=${STRENGTH.parallelism}$`;

export const composed = (password: string): string => password.normalize('NFC');

export const hashPassword = (password: string): Promise<string> => hash(composed(password), STRENGTH);

let decoy: Promise<string> | undefined;

/** Takes as long whether or not there is a hash to compare with. */
export async function isPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody');
  const known = passwordHash ?? (await decoy);
  const right = (await verify(known, composed(password))) || (composed(password) !== password && (await verify(known, password)));
  return right && passwordHash !== undefined && passwordHash !== null;
}

/** Whether the hash of a password that was right should be made anew. */
export const isOutdated = (passwordHash: string, password: string): boolean => !passwordHash.startsWith(PRESENT) || composed(password) !== password;
