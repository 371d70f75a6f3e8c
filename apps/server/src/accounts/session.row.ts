import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A signed-in browser. Only the hash of its token is known to us. */
@Entity({ schema: 'tessera', name: 'session' })
export class SessionRow {
  /** SHA-256 of the token, hex. */
  @PrimaryColumn('text') id: string;
  @Column('uuid', { name: 'account_id' }) accountId: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId: string;
  @Column('uuid', { name: 'member_id' }) memberId: string;
  /** How people call it. */
  @Column('uuid', { name: 'public_id' }) publicId: string;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent: string | null;
  @Column('text', { name: 'csrf_token' }) csrfToken: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'last_seen_at' }) lastSeenAt: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  /** Member through whose eyes the owner, an administrator, looks. */
  @Column('uuid', { name: 'view_as', nullable: true }) viewAs: string | null;
}
