/** Entities whose records start a process when they are submitted, as far as the actor may start one, and create or change some. */

import { Injectable } from '@nestjs/common';
import type { AppModel, LocalizedText } from '@tessera/contract';
import { SubmittableProcesses } from '../design/submittable-processes.ts';
import type { Actor } from '../http/actor.ts';
import { Database } from '../platform/database.ts';

@Injectable()
export class Submittable extends SubmittableProcesses {
  constructor(private readonly database: Database) {
    super();
  }

  async list(actor: Actor): Promise<AppModel['submittable']> {
    const processes = await this.database.transaction(actor.workspace.schema, (db) =>
      db.query<{ key: string; entity: string; label: LocalizedText }>(
        `SELECT p.key, p.entity, p.label FROM _process p JOIN _process_version v ON v.process = p.key AND v.version = p.version
         WHERE v.graph ->> 'trigger' = 'submit' ORDER BY p.key`,
      ),
    );
    return processes
      .filter(({ entity }) => actor.access.can('run', entity) && (actor.access.can('create', entity) || actor.access.can('update', entity)))
      .map(({ key, entity, label }) => ({ entity, process: key, label: label as Record<string, string> }));
  }
}
