import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A template installed in this workspace. */
@Entity({ name: '_template' })
export class TemplateRow {
  @PrimaryColumn('text') key: string;
  @Column('text') version: string;
  @Column('timestamptz', { name: 'installed_at' }) installedAt: Date;
  @Column('uuid', { name: 'installed_by', nullable: true }) installedBy: string | null;
}
