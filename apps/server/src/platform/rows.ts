/**
 * Every TypeORM class of our own tables, for the one DataSource. Platform tables say `schema: 'tessera'`;
 * workspace tables have no schema, they are found through the search_path of the transaction.
 */

import { AccountRow } from '../accounts/account.row.ts';
import { InvitationRow } from '../accounts/invitation.row.ts';
import { MemberRow } from '../accounts/member.row.ts';
import { MembershipRow } from '../accounts/membership.row.ts';
import { SessionRow } from '../accounts/session.row.ts';
import { SignInAttemptRow } from '../accounts/sign-in-attempt.row.ts';
import { DocumentRow, DocumentVersionRow } from '../design/document.row.ts';
import { InstanceRow, TaskRow } from '../processes/instance.row.ts';
import { ProcessRow, ProcessVersionRow } from '../processes/process.row.ts';
import { ShareRow } from '../shares/share.row.ts';
import { TemplateRow } from '../templates/template.row.ts';
import { WorkspaceRow } from '../workspaces/workspace.row.ts';
import { SettingRow } from './setting.row.ts';

export const ROWS = [
  AccountRow,
  WorkspaceRow,
  MembershipRow,
  SessionRow,
  SignInAttemptRow,
  SettingRow,
  MemberRow,
  InvitationRow,
  DocumentRow,
  DocumentVersionRow,
  TemplateRow,
  ProcessRow,
  ProcessVersionRow,
  InstanceRow,
  TaskRow,
  ShareRow,
];
