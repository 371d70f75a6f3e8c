/**
 * Entries of what has no transaction: reading, refusals, signing in. Those of all requests that come while one INSERT is
 * under way go together in the next, so that one commit is paid for many answers. Records that were read are counted in
 * the same statement (reading-watch.ts).
 */

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { quoteIdent } from '@tessera/sql';
import type { Workspace } from '../http/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Statement } from '../platform/database.ts';
import { insertion, insertLines, lineOf, tellOfEntries, type Audited, type AuditLine } from '../workspaces/audit.ts';
import { ReadingWatch, type HourOfReading } from './reading-watch.ts';

interface Batch {
  readonly lines: AuditLine[];
  /** Records by the member who got them. */
  readonly read: Map<string, number>;
  /** Whose the counts are; entries that count nothing need no more than its schema. */
  workspace: Pick<Workspace, 'id' | 'schema'> | undefined;
  written: Promise<void>;
}

const MINUTE_MS = 60_000;

@Injectable()
export class AuditTrail implements OnApplicationShutdown {
  /** By schema: what goes with the next INSERT, and the one under way. */
  private readonly next = new Map<string, Batch>();
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly watch: ReadingWatch,
  ) {}

  /** Resolves once the entry is durable; rejects when it could not be written, and then nothing may be answered. */
  note(workspace: Pick<Workspace, 'schema'>, audited: Audited): Promise<void> {
    return this.add(workspace.schema, audited).written;
  }

  /** The same of records with sensitive fields that go to a member; `records` of the entry count as read by them. */
  noteReading(workspace: Workspace, audited: Audited & { readonly records: number }, member: string): Promise<void> {
    const batch = this.add(workspace.schema, audited);
    batch.workspace = workspace;
    batch.read.set(member, (batch.read.get(member) ?? 0) + audited.records);
    return batch.written;
  }

  /** Counts what goes out before its entry is written: an export, batch by batch. */
  count(workspace: Pick<Workspace, 'id' | 'schema'>, member: string, records: number): Promise<void> {
    const batch = this.add(workspace.schema, null);
    batch.workspace = workspace;
    batch.read.set(member, (batch.read.get(member) ?? 0) + records);
    return batch.written;
  }

  /** Resolves when everything noted so far is written, or has failed. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.settled();
  }

  /** The batch the entry goes with; it is closed when the one under way is through. */
  private add(schema: string, audited: Audited | null): Batch {
    const lines = audited === null ? [] : [lineOf(audited)];
    const open = this.next.get(schema);
    if (open) {
      open.lines.push(...lines);
      return open;
    }
    const batch: Batch = { lines, read: new Map(), workspace: undefined, written: Promise.resolve() };
    this.next.set(schema, batch);
    batch.written = (this.underWay.get(schema) ?? Promise.resolve()).then(() => {
      this.next.delete(schema);
      return this.write(schema, batch);
    });
    const over = batch.written.then(noop, noop);
    this.underWay.set(schema, over);
    void over.then(() => {
      if (this.underWay.get(schema) === over) this.underWay.delete(schema);
    });
    return batch;
  }

  private async write(schema: string, { lines, read, workspace }: Batch): Promise<void> {
    const hours = await this.database.read<HourOfReading>(read.size > 0 ? linesAndCounts(schema, lines, read, this.clock.now()) : insertLines(lines, inSchema(schema)));
    if (lines.length > 0) tellOfEntries(schema);
    if (workspace && hours.length > 0) await this.watch.heard(workspace, hours);
  }
}

const noop = (): void => {};
const inSchema = (schema: string) => (name: string): string => `${quoteIdent(schema)}.${quoteIdent(name)}`;

/**
 * Gives what each of the members has got in the hour up to now, with this. Its commit does not wait for the disk: once it
 * is answered Postgres has the entry, whatever becomes of this process, and only a failing machine can take the last half
 * second of reading with it (docs/decisions/0017). Exports are noted in transactions that wait.
 */
function linesAndCounts(schema: string, lines: readonly AuditLine[], read: ReadonlyMap<string, number>, now: Date): Statement {
  const table = inSchema(schema);
  const counts = table('_reading_count');
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
  return {
    text: `WITH ${insertion(table)},
      counted AS (
        INSERT INTO ${counts} AS c (member, minute, records)
        SELECT member, $2::timestamptz, records FROM jsonb_to_recordset($3::jsonb) AS r (member uuid, records int) ORDER BY member
        ON CONFLICT (member, minute) DO UPDATE SET records = c.records + EXCLUDED.records
        RETURNING c.member, c.records
      )
      SELECT n.member, set_config('synchronous_commit', 'off', true), (n.records + coalesce((
        SELECT sum(e.records) FROM ${counts} e WHERE e.member = n.member AND e.minute > $2::timestamptz - interval '1 hour' AND e.minute < $2::timestamptz
      ), 0))::int AS records FROM counted n`,
    values: [JSON.stringify(lines), minute, JSON.stringify([...read].map(([member, records]) => ({ member, records })))],
  };
}
