import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Failed sign-ins of one window of time, counted per key: an address with an e-mail, or an address alone. */
@Entity({ schema: 'tessera', name: 'sign_in_attempt' })
export class SignInAttemptRow {
  @PrimaryColumn('text') key: string;
  @Column('int') failures: number;
  @Column('timestamptz', { name: 'window_ends_at' }) windowEndsAt: Date;
}
