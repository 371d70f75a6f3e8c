import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was done to designs, people and rights; changes of records are in the history. */
@Entity({ name: '_audit' })
export class AuditRow {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz') at: Date;
  /** Member; null for the installation itself. */
  @Column('uuid', { nullable: true }) actor: string | null;
  @Column('text') action: string;
  @Column('text') target: string;
  @Column('jsonb') detail: Record<string, unknown>;
}
