import type { LocalizedText } from '@tessera/contract';
import type { ProcessGraph } from '@tessera/process';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A process as it is designed: its draft, and the number of its latest published version. */
@Entity({ name: '_process' })
export class ProcessRow {
  @PrimaryColumn('text') key: string;
  @Column('jsonb') label: LocalizedText;
  @Column('text') entity: string;
  @Column('text', { name: 'draft_xml' }) draftXml: string;
  @Column('int', { name: 'draft_version' }) draftVersion: number;
  /** 0: never published. */
  @Column('int') version: number;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
  @Column('uuid', { name: 'updated_by', nullable: true }) updatedBy: string | null;
}

/** A published state of a process; never changed. */
@Entity({ name: '_process_version' })
export class ProcessVersionRow {
  @PrimaryColumn('text') process: string;
  @PrimaryColumn('int') version: number;
  @Column('text') xml: string;
  @Column('jsonb') graph: ProcessGraph;
  @Column('timestamptz', { name: 'published_at' }) publishedAt: Date;
  @Column('uuid', { name: 'published_by', nullable: true }) publishedBy: string | null;
}
