/** Reads the trail of a workspace batch by batch and checks it; what a reader waits for is never more than a batch. */

import type { AuditVerification } from '@tessera/contract';
import { quoteIdent } from '@tessera/sql';
import type { Database } from '../platform/database.ts';
import { ChainCheck, type ChainedColumns, type Head } from './chain.ts';
import { CHAINED_COLUMNS } from './trail-tables.ts';

const BATCH = 2_000;

interface Row {
  readonly seq: string;
  readonly id: string;
  readonly prev: Buffer;
  readonly hash: Buffer;
  readonly columns: ChainedColumns | null;
}

/** `known`: a head that was noted elsewhere (the log has one a day); the chain must go through it. */
export async function verifyTrail(database: Pick<Database, 'read'>, schema: string, known: Head | null = null): Promise<AuditVerification> {
  const table = (name: string): string => `${quoteIdent(schema)}.${quoteIdent(name)}`;
  const check = new ChainCheck();
  const text = `SELECT s.seq, s.id, s.prev, s.hash, ${CHAINED_COLUMNS} AS columns
    FROM ${table('_audit_seal')} s LEFT JOIN ${table('_audit')} a ON a.id = s.id WHERE s.seq > $1::bigint ORDER BY s.seq LIMIT ${BATCH}`;
  // What is sealed meanwhile comes after the head that is read first.
  const [kept] = await database.read<{ seq: string; hash: Buffer }>({ text: `SELECT seq, hash FROM ${table('_audit_head')}` });
  const head: Head | null = kept ? { seq: Number(kept.seq), hash: kept.hash } : null;
  let after = '-9223372036854775808';
  for (;;) {
    const rows = await database.read<Row>({ text, values: [after] });
    for (const row of rows) {
      const entry = { ...row, seq: Number(row.seq) };
      if (!check.next(entry)) return check.end(head, null);
      if (known?.seq === entry.seq && !known.hash.equals(entry.hash)) return { intact: false, checked: entry.seq - 1, broken: { seq: entry.seq, id: entry.id, reason: 'changed' } };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) break;
    after = last.seq;
  }
  const [now] = await database.read<{ seq: string; hash: Buffer }>({ text: `SELECT seq, hash FROM ${table('_audit_head')}` });
  const [added] = await database.read<{ id: string }>({
    text: `SELECT a.id FROM ${table('_audit')} a WHERE NOT EXISTS (SELECT FROM ${table('_audit_seal')} s WHERE s.id = a.id) AND NOT EXISTS (SELECT FROM ${table('_audit_unsealed')} w WHERE w.id = a.id) ORDER BY a.id LIMIT 1`,
  });
  // Sealed while it was read: then the head that counts is the one the chain has been read to.
  const moved = head !== null && now !== undefined && head.seq < check.held.seq && Number(now.seq) >= check.held.seq;
  const wanted = known !== null && (head === null || known.seq > head.seq) ? known : moved ? check.held : head;
  return check.end(wanted, added?.id ?? null);
}
