/**
 * Keeps documents and their versions. Every change of a design goes through here: under one lock a
 * workspace, against the version it is based on, with its trail and the word to all processes.
 */

import { Injectable } from '@nestjs/common';
import type { Workspace } from '../http/actor.ts';
import type { Db } from '../platform/database.ts';
import { audit } from '../workspaces/audit.ts';
import { Changes } from '../workspaces/changes.ts';
import { WorkspaceModels } from '../workspaces/workspace-models.ts';
import type { StoredDocument, WorkspaceModel } from '../workspaces/workspace-model.ts';
import { DocumentVersionConflict } from './design-errors.ts';
import { DocumentVersionRow, type DocumentBodies, type DocumentKind } from './document.row.ts';

/** Whoever changes a design. */
export interface Designer {
  readonly workspace: Workspace;
  readonly member: string;
  readonly at: Date;
}

const DESIGN_LOCK = 7_426_333;

@Injectable()
export class DesignStore {
  constructor(
    private readonly models: WorkspaceModels,
    private readonly changes: Changes,
  ) {}

  /** One change of a workspace's design at a time; held to the end of the transaction. */
  async lock(db: Db, designer: Pick<Designer, 'workspace'>): Promise<WorkspaceModel> {
    await db.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [DESIGN_LOCK, designer.workspace.schema]);
    return this.models.loadIn(db);
  }

  /** `base`: the version the change was made on; 0 for a new document. Null: whatever is there. */
  async put<Kind extends DocumentKind>(db: Db, designer: Designer, kind: Kind, body: DocumentBodies[Kind], base: number | null): Promise<number> {
    const before = await this.check(db, kind, body.key, base);
    const version = (before ?? (await lastVersion(db, kind, body.key))) + 1;
    await db.query(
      `INSERT INTO _document (kind, key, version, body, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by`,
      [kind, body.key, version, JSON.stringify(body), designer.at, designer.member],
    );
    await this.note(db, designer, { kind, key: body.key, version, body }, before === undefined ? 'created' : 'updated');
    return version;
  }

  async remove(db: Db, designer: Designer, kind: DocumentKind, key: string): Promise<void> {
    const version = (await lastVersion(db, kind, key)) + 1;
    await db.query('DELETE FROM _document WHERE kind = $1 AND key = $2', [kind, key]);
    await this.note(db, designer, { kind, key, version, body: null }, 'deleted');
  }

  /** A document as this transaction sees it. */
  async load<Kind extends DocumentKind>(db: Db, kind: Kind, key: string): Promise<{ version: number; document: DocumentBodies[Kind] } | undefined> {
    const [row] = await db.query<{ version: number; document: DocumentBodies[Kind] }>('SELECT version, body AS document FROM _document WHERE kind = $1 AND key = $2', [kind, key]);
    return row;
  }

  /** The stored version, which must be the one the change was made on. */
  async check(db: Db, kind: DocumentKind, key: string, base: number | null): Promise<number | undefined> {
    const [row] = await db.query<{ version: number; updated_at: Date; updated_by: string | null; name: string | null }>(
      `SELECT d.version, d.updated_at, d.updated_by, m.name FROM _document d LEFT JOIN _member m ON m.id = d.updated_by
       WHERE d.kind = $1 AND d.key = $2 FOR UPDATE OF d`,
      [kind, key],
    );
    if (base === null || (row?.version ?? 0) === base) return row?.version;
    const changedBy = row?.updated_by && row.name !== null ? { id: row.updated_by, label: row.name } : null;
    throw DocumentVersionConflict({ version: row?.version ?? 0 }, { details: { version: row?.version ?? 0, changedAt: row?.updated_at.toISOString() ?? null, changedBy } });
  }

  private async note(db: Db, designer: Designer, document: Omit<StoredDocument, 'body'> & { body: DocumentBodies[DocumentKind] | null }, done: string): Promise<void> {
    const { kind, key, version, body } = document;
    const { at, member, workspace } = designer;
    await db.manager.insert(DocumentVersionRow, { kind, key, version, body: body as never, at, by: member });
    await audit(db, { at, actor: member, action: `${kind}.${done}`, target: key, detail: { version } });
    await this.changes.announce(db, { kind: 'design', workspace: workspace.id });
  }
}

async function lastVersion(db: Db, kind: DocumentKind, key: string): Promise<number> {
  const [row] = await db.query<{ version: number | null }>('SELECT max(version)::int AS version FROM _document_version WHERE kind = $1 AND key = $2', [kind, key]);
  return row?.version ?? 0;
}
