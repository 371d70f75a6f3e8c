/** Passwords: argon2id, and the same work for people we do not know. */

import { hash, verify } from '@node-rs/argon2';

const ARGON2ID = 2;
/** OWASP's first choice: 19 MiB, two passes. */
const STRENGTH = { algorithm: ARGON2ID, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, STRENGTH);

let decoy: Promise<string> | undefined;

/** Takes as long whether or not there is a hash to compare with. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody');
  const right = await verify(passwordHash ?? (await decoy), password);
  return right && passwordHash !== undefined;
}
