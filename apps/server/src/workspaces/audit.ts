import type { Db } from '../platform/database.ts';
import { newId } from '../platform/new-id.ts';
import { AuditRow } from './audit.row.ts';

export interface Audited {
  readonly at: Date;
  /** Member id. */
  readonly actor: string | null;
  /** Thing and past tense: `member.invited`. */
  readonly action: string;
  readonly target: string;
  readonly detail?: Record<string, unknown>;
}

/** Writes the trail entry of what the transaction does; secrets do not belong into `detail`. */
export async function audit(db: Db, { at, actor, action, target, detail = {} }: Audited): Promise<void> {
  await db.manager.insert(AuditRow, { id: newId(), at, actor, action, target, detail: detail as never });
}
