import type { Locale } from '@tessera/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person who can sign in. */
@Entity({ schema: 'tessera', name: 'account' })
export class AccountRow {
  @PrimaryColumn('uuid') id: string;
  /** Lower case. */
  @Column('text') email: string;
  @Column('text') name: string;
  @Column('text', { name: 'password_hash' }) passwordHash: string;
  @Column('text') locale: Locale;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
