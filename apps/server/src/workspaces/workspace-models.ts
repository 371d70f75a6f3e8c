/**
 * The current model of each workspace, kept in memory and dropped when any process changes a document.
 * Inside a transaction that changes or depends on the design, load it with `loadIn`.
 */

import { Injectable } from '@nestjs/common';
import { loadAids, storedFields, viewsOf } from '../design/aid-plan.ts';
import { Database, type Db } from '../platform/database.ts';
import type { Workspace } from '../http/actor.ts';
import { Changes } from './changes.ts';
import { Kept } from './kept.ts';
import { WorkspaceModel, type StoredDocument } from './workspace-model.ts';

@Injectable()
export class WorkspaceModels {
  private readonly kept: Kept<WorkspaceModel>;

  constructor(
    private readonly database: Database,
    changes: Changes,
  ) {
    this.kept = new Kept<WorkspaceModel>(() => changes.isListening, 1000);
    changes.subscribe((change) => {
      if (change.kind === 'lost') this.kept.clear();
      if (change.kind === 'design') this.kept.drop(change.workspace);
    });
  }

  /** What is in memory, without waiting. */
  peek(workspaceId: string): WorkspaceModel | undefined {
    return this.kept.get(workspaceId);
  }

  current(workspace: Pick<Workspace, 'id' | 'schema'>): Promise<WorkspaceModel> {
    return this.kept.load(workspace.id, () => this.database.transaction(workspace.schema, (db) => this.loadIn(db)));
  }

  /** As this transaction sees it, never from memory. */
  async loadIn(db: Db): Promise<WorkspaceModel> {
    const documents = await db.query<StoredDocument>('SELECT kind, key, version, body FROM _document ORDER BY position');
    const aids = await loadAids(db);
    const [workspace] = await db.query<{ timeZone: string }>('SELECT time_zone AS "timeZone" FROM tessera.workspace WHERE schema = $1', [db.schema]);
    const place = { schema: db.schema ?? '', timeZone: workspace?.timeZone ?? 'UTC' };
    return new WorkspaceModel(documents, ({ design, documents: { view } }) => storedFields(place, { design, views: viewsOf(view) }, aids));
  }
}
