/** Who asks, and of what: everything a read statement depends on besides the question. */

import type { Access } from '@tessera/access';
import type { Design } from '@tessera/model';
import { createStatement, type Statement } from '../statement.ts';

/** Encrypted fields: their values go out opened and are looked for by their hash. */
export interface Cipher {
  hash(entity: string, field: string, value: string): string;
  open(entity: string, field: string, envelope: string): string;
}

export interface ReadContext {
  /** The workspace's schema. */
  readonly schema: string;
  readonly design: Design;
  readonly access: Access;
  /** Member id of the actor; null for the system. */
  readonly member: string | null;
  /** IANA zone of the workspace, in which `today` is read. */
  readonly timeZone: string;
  /** `entity.field` of computed fields whose values are kept in a column and up to date. */
  readonly stored?: ReadonlySet<string> | undefined;
  readonly cipher?: Cipher | undefined;
}

/** A read statement while it is being written. */
export interface ReadStatement extends ReadContext {
  readonly statement: Statement;
  /** The statement is about a record or a few. */
  readonly fewRows?: boolean | undefined;
}

export const readStatement = (context: ReadContext): ReadStatement => ({ ...context, statement: createStatement() });
