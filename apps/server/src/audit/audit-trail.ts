/**
 * Entries of what has no transaction: reading, refusals, signing in. Those of all requests that come while one INSERT is
 * under way go together in the next, so that one commit is paid for many answers.
 */

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../platform/database.ts';
import { insertLines, lineOf, tellOfEntries, type Audited, type AuditLine } from '../workspaces/audit.ts';
import { quoteIdent } from '@tessera/sql';

interface Waiting {
  lines: AuditLine[];
  /** Settles when `lines` are committed. */
  written: Promise<void>;
}

@Injectable()
export class AuditTrail implements OnApplicationShutdown {
  /** By schema: what goes with the next INSERT. */
  private readonly waiting = new Map<string, Waiting>();
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(private readonly database: Database) {}

  /** Resolves once the entry is durable; rejects when it could not be written, and then nothing may be answered. */
  note(workspace: { readonly schema: string }, audited: Audited): Promise<void> {
    const { schema } = workspace;
    const line = lineOf(audited);
    const open = this.waiting.get(schema);
    if (open) {
      open.lines.push(line);
      return open.written;
    }
    const batch: Waiting = { lines: [line], written: Promise.resolve() };
    this.waiting.set(schema, batch);
    const before = this.underWay.get(schema) ?? Promise.resolve();
    batch.written = before.then(() => {
      this.waiting.delete(schema);
      return this.write(schema, batch.lines);
    });
    const settled = batch.written.then(
      () => {},
      () => {},
    );
    this.underWay.set(schema, settled);
    void settled.then(() => {
      if (this.underWay.get(schema) === settled) this.underWay.delete(schema);
    });
    return batch.written;
  }

  /** Resolves when everything noted so far is written, or has failed. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  private async write(schema: string, lines: readonly AuditLine[]): Promise<void> {
    await this.database.read(insertLines(lines, `${quoteIdent(schema)}._audit`));
    tellOfEntries(schema);
  }
}
