import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One organisation; its tables are in the Postgres schema `schema`. */
@Entity({ schema: 'tessera', name: 'workspace' })
export class WorkspaceRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') key: string;
  @Column('text') name: string;
  @Column('text') schema: string;
  @Column('text', { name: 'time_zone' }) timeZone: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
