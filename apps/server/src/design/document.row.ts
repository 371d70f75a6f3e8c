import type { EntityDocument, FormDocument, RoleDocument, ViewDocument } from '@tessera/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export interface DocumentBodies {
  entity: EntityDocument;
  form: FormDocument;
  view: ViewDocument;
  role: RoleDocument;
}
export type DocumentKind = keyof DocumentBodies;

/** What a designer made, as it is now. */
@Entity({ name: '_document' })
export class DocumentRow {
  @PrimaryColumn('text') kind: DocumentKind;
  @PrimaryColumn('text') key: string;
  @Column('int') version: number;
  @Column('jsonb') body: DocumentBodies[DocumentKind];
  /** Order of creation, which is the order of navigation. */
  @Column({ type: 'bigint', insert: false, update: false }) position: string;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
  @Column('uuid', { name: 'updated_by', nullable: true }) updatedBy: string | null;
}

/** Each version a document ever had; null body: deleted. */
@Entity({ name: '_document_version' })
export class DocumentVersionRow {
  @PrimaryColumn('text') kind: DocumentKind;
  @PrimaryColumn('text') key: string;
  @PrimaryColumn('int') version: number;
  @Column('jsonb', { nullable: true }) body: DocumentBodies[DocumentKind] | null;
  @Column('timestamptz') at: Date;
  @Column('uuid', { nullable: true }) by: string | null;
}
