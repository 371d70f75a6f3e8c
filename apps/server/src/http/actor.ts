/** Whoever asks. Made once per session and revision of the design, not per request. */

import type { Access } from '@tessera/access';
import type { Capability, Locale } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';

export interface Actor {
  readonly session: { readonly id: string; readonly csrfToken: string };
  readonly account: { readonly id: string; readonly email: string };
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
