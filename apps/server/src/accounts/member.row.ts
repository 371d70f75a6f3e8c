import type { MemberView } from '@tessera/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person in a workspace. Imported ones have no account until they are invited. */
@Entity({ name: '_member' })
export class MemberRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId: string | null;
  @Column('text') name: string;
  @Column('text', { nullable: true }) email: string | null;
  @Column('text', { nullable: true }) title: string | null;
  @Column('text', { nullable: true }) phone: string | null;
  @Column('text', { array: true }) roles: string[];
  @Column('text') status: MemberView['status'];
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
