import { Column, Entity, PrimaryColumn } from 'typeorm';

/** In which workspaces an account is a member, so that signing in need not search them all. */
@Entity({ schema: 'tessera', name: 'membership' })
export class MembershipRow {
  @PrimaryColumn('uuid', { name: 'account_id' }) accountId: string;
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId: string;
  @Column('uuid', { name: 'member_id' }) memberId: string;
}
