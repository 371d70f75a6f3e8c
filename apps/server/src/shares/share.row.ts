import type { ShareView } from '@tessera/contract';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A link for people without an account. Its secret is kept nowhere; the hash of it is in `tessera.share_secret`. */
@Entity({ name: '_share' })
export class ShareRow {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: ShareView['kind'];
  @Column('text') entity: string;
  @Column('uuid', { nullable: true }) record: string | null;
  @Column('text', { nullable: true }) document: string | null;
  /** Of a record. */
  @Column('text', { array: true }) fields: string[];
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash: string | null;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('uuid', { name: 'created_by' }) createdBy: string;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: Date | null;
  @Column('uuid', { name: 'revoked_by', nullable: true }) revokedBy: string | null;
  @Column('int') uses: number;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
}
