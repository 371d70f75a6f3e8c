/**
 * Which passwords are taken: long enough for the workspace, and not one that is guessed quickly. How quickly is
 * estimated by zxcvbn, which also knows what the person is called. There are no rules about kinds of characters.
 */

import type { FieldProblemInput } from '@tessera/contract';
import { composed } from './password.ts';
import { PASSWORD_COMMON, passwordTooShort } from './sign-in-errors.ts';

/** Of 0 to 4; 3 needs 10^8 guesses. */
const LEAST_SCORE = 3;
/** Estimating costs time; whatever follows a beginning that is not guessed makes it no worse. */
const LOOKED_AT = 40;

interface Estimator {
  check(password: string, known: string[]): { readonly score: number };
}

let estimator: Promise<Estimator> | undefined;

/** `known`: what somebody who guesses would try first: e-mail, name, workspace. */
export async function passwordProblems(password: string, { length, known }: { length: number; known: readonly string[] }, path = 'password'): Promise<FieldProblemInput[]> {
  const text = composed(password);
  if ([...text].length < length) return [{ path, ...passwordTooShort(length) }];
  estimator ??= loadEstimator();
  const words = known.flatMap((one) => [one, ...one.split(/[\s@._-]+/)]).filter((one) => one.length > 1);
  const { score } = (await estimator).check(text.slice(0, LOOKED_AT), words);
  return score < LEAST_SCORE ? [{ path, ...PASSWORD_COMMON }] : [];
}

/** Large, and needed only when somebody chooses a password. */
async function loadEstimator(): Promise<Estimator> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]);
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
}
