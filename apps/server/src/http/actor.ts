/**
 * Whoever asks. Made once per session or key and revision of the design, not per request. While an administrator looks through
 * a member's eyes, all of it is that member's, except `session`, `account` and `locale`: those stay of the one who looks.
 */

import type { Access } from '@tessera/access';
import type { Capability, Locale, SessionView } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';

export interface Actor {
  /** A key has no capabilities, calls routes about records only, and may less than the role it was made with where it was narrowed. */
  readonly kind: 'member' | 'apiKey';
  /** The administrator who looks through this member's eyes; nothing may be changed meanwhile. */
  readonly viewedBy: { readonly id: string; readonly name: string } | null;
  /** Of a key: its id, and no token. */
  readonly session: { readonly id: string; readonly csrfToken: string };
  readonly account: { readonly id: string; readonly email: string };
  /** What is asked of the account before it may go on (http/api.ts). */
  readonly mustDo: SessionView['mustDo'];
  /** `roles`: their own and those of their groups (accounts/effective-roles.ts); of a key, the one it was made with. */
  readonly member: { readonly id: string; readonly name: string; readonly email: string; readonly roles: readonly string[] };
  /** Ids of the departments the member belongs to. */
  readonly departments: readonly string[];
  readonly workspace: Workspace;
  readonly locale: Locale;
  readonly access: Access;
  readonly capabilities: ReadonlySet<Capability>;
  readonly design: Design;
  /** All documents of the workspace behind `design`. */
  readonly model: WorkspaceModel;
}

export interface Workspace {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  /** Postgres schema of its tables. */
  readonly schema: string;
  /** IANA zone. */
  readonly timeZone: string;
}
