import type { Locale } from '@tessera/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person who can sign in. */
@Entity({ schema: 'tessera', name: 'account' })
export class AccountRow {
  @PrimaryColumn('uuid') id: string;
  /** Lower case. */
  @Column('text') email: string;
  @Column('text') name: string;
  /** Null: they sign in with another provider. */
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash: string | null;
  @Column('timestamptz', { name: 'password_changed_at', nullable: true }) passwordChangedAt: Date | null;
  /** Sealed (totp.service.ts); null: no one-time codes. */
  @Column('text', { name: 'totp_secret', nullable: true }) totpSecret: string | null;
  /** Sealed; not in force until a code has confirmed it. */
  @Column('text', { name: 'totp_pending', nullable: true }) totpPending: string | null;
  /** Time step of the last code that was taken. */
  @Column('bigint', { name: 'totp_step', nullable: true }) totpStep: string | null;
  @Column('text') locale: Locale;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
}
