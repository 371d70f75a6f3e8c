/**
 * The one door through which sensitive values go out: whoever lets some out asks first whether a question has them
 * (`about`), whether its asker may still read such (`admit`), and has the entry written before it answers (`note…`).
 * A question without sensitive fields costs nothing but the look into a map.
 */

import { Injectable } from '@nestjs/common';
import type { RecordView } from '@tessera/contract';
import { currentRequest } from '../http/current-request.ts';
import { Clock } from '../platform/clock.ts';
import type { Asker } from '../records/record-reader.ts';
import type { Db } from '../platform/database.ts';
import type { RowSink } from '../platform/row-client.ts';
import { audit, type Audited } from '../workspaces/audit.ts';
import { ReadingFrozen } from './audit-errors.ts';
import { AuditTrail } from './audit-trail.ts';
import { ReadingWatch } from './reading-watch.ts';
import { SeenRows } from './seen-rows.ts';
import { sensitiveParts, type QuestionParts, type SensitiveParts } from './sensitive-fields.ts';

export type ReadAction = 'record.read' | 'record.listed' | 'record.searched' | 'record.grouped' | 'record.exported' | 'record.printed' | 'record.historyRead' | 'file.read';

export interface WhatWasRead {
  readonly action: ReadAction;
  readonly entity: string;
  /** Sensitive fields that went out; nothing is noted when there are none. */
  readonly fields: readonly string[];
  readonly records: number;
  readonly ids?: readonly string[];
  /** Record, file or export; '' for many. */
  readonly target?: string;
  readonly detail?: Record<string, unknown>;
}

@Injectable()
export class ReadAudit {
  private readonly known = new WeakMap<object, SensitiveParts | null>();

  constructor(
    private readonly trail: AuditTrail,
    private readonly watch: ReadingWatch,
    private readonly clock: Clock,
  ) {}

  /** `compiled`: what the question was compiled to for this asker, where that is kept. Null when nothing sensitive is in it. */
  about(asker: Pick<Asker, 'design' | 'access'>, question: QuestionParts, compiled?: object): SensitiveParts | null {
    if (compiled === undefined) return sensitiveParts(asker, question);
    let parts = this.known.get(compiled);
    if (parts === undefined) {
      parts = sensitiveParts(asker, question);
      this.known.set(compiled, parts);
    }
    return parts;
  }

  /** Throws READING_FROZEN. */
  async admit(asker: Pick<Asker, 'workspace' | 'member' | 'onRightsOf'>): Promise<void> {
    const member = readerOf(asker);
    if (member !== null) await this.watch.admit(asker.workspace, member);
  }

  async isFrozenIn(db: Db, asker: Pick<Asker, 'workspace' | 'member' | 'onRightsOf'>): Promise<boolean> {
    const member = readerOf(asker);
    return member !== null && (await this.watch.isFrozenIn(db, asker.workspace, member));
  }

  /** Resolves when the entry is durable. */
  async note(asker: Pick<Asker, 'workspace' | 'member' | 'onRightsOf' | 'cursorOwner'>, read: WhatWasRead): Promise<void> {
    const member = readerOf(asker);
    if (member === null || read.fields.length === 0) return;
    await this.trail.noteReading(asker.workspace, { ...this.entryOf(asker, read), records: read.records }, member);
  }

  /** Of a page, by what its rows have shown. */
  notePage(asker: Asker, entity: string, parts: SensitiveParts, { shown }: SeenRows<RowSink>, as?: Pick<WhatWasRead, 'action' | 'target'>): Promise<void> {
    const fields = [...new Set([...parts.asked, ...[...shown.names].flatMap((name) => parts.shown.get(name) ?? [])])];
    // Words that were looked for in everything and found nowhere tell nothing about the sensitive fields among it.
    if (shown.records === 0 && (parts.asked.length === 0 || parts.searched)) return Promise.resolve();
    return this.note(asker, { action: parts.asked.length > 0 ? 'record.searched' : 'record.listed', entity, fields, records: shown.records, ids: shown.ids, ...as });
  }

  noteRecord(asker: Asker, entity: string, id: string, parts: SensitiveParts, { shown }: SeenRows<RowSink>): Promise<void> {
    return this.note(asker, { action: 'record.read', entity, target: id, fields: [...new Set([...shown.names].flatMap((name) => parts.shown.get(name) ?? []))], records: shown.records, ids: shown.ids });
  }

  /** Of one record that is shown, in the transaction that shows it. */
  async noteIn(db: Db, asker: Pick<Asker, 'workspace' | 'member' | 'onRightsOf' | 'cursorOwner'>, read: WhatWasRead): Promise<void> {
    const member = readerOf(asker);
    if (member === null || read.fields.length === 0) return;
    await audit(db, this.entryOf(asker, read));
    db.afterCommit(() => void this.trail.count(asker.workspace, member, read.records).catch(() => {}));
  }

  /**
   * Counts what goes out before its entry is written, and throws READING_FROZEN once it has become too much. It waits for
   * nothing: its caller holds a connection, and would wait for those that wait for it.
   */
  count(asker: Pick<Asker, 'workspace' | 'member' | 'onRightsOf'>, records: number): void {
    const member = readerOf(asker);
    if (member === null) return;
    if (this.watch.isKnownFrozen(asker.workspace, member)) throw ReadingFrozen({});
    void this.trail.count(asker.workspace, member, records).catch(() => {});
  }

  /** An entry about reading whose records are counted already; it is written whatever fields there are. */
  noteCounted(asker: Pick<Asker, 'workspace' | 'member' | 'onRightsOf' | 'cursorOwner'>, read: Omit<WhatWasRead, 'action'> & { readonly action: string }): Promise<void> {
    return this.trail.note(asker.workspace, this.entryOf(asker, read));
  }

  private entryOf(asker: Pick<Asker, 'member' | 'onRightsOf' | 'cursorOwner'>, { ids, target = '', detail = {}, ...read }: Omit<WhatWasRead, 'action'> & { readonly action: string }): Audited {
    const share = /^share (.+)$/.exec(asker.cursorOwner ?? '')?.[1];
    return {
      ...read,
      at: this.clock.now(),
      actor: askerId(asker),
      target,
      ...(ids === undefined ? {} : { recordIds: ids }),
      detail: share === undefined ? detail : { ...detail, share },
      ...(share === undefined ? {} : { actorKind: 'share' as const }),
    };
  }
}

const askerId = ({ member, onRightsOf }: Pick<Asker, 'member' | 'onRightsOf'>): string | null => onRightsOf ?? (typeof member === 'object' && member !== null ? member.id : member);

/** Whose eyes it gets before: who looks through another's reads as themselves, who comes through a link as its maker. */
function readerOf(asker: Pick<Asker, 'member' | 'onRightsOf'>): string | null {
  const id = askerId(asker);
  const viewer = currentRequest()?.actor;
  return viewer?.viewedBy && viewer.member.id === id ? viewer.viewedBy.id : id;
}

/** The sensitive fields a record shows clear. */
export function shownIn(parts: SensitiveParts, { values, masked = [] }: Pick<RecordView, 'values' | 'masked'>): string[] {
  const isShown = (name: string): boolean => {
    const value = values[name];
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0) && !masked.includes(name);
  };
  return [...new Set([...parts.shown].flatMap(([name, fields]) => (isShown(name) ? fields : [])))];
}
