/** Which published processes a change of the design would break: they are compiled against it, as when they were published. */

import { Injectable } from '@nestjs/common';
import type { FieldProblemInput } from '@tessera/contract';
import type { Design } from '@tessera/model';
import { compileProcess } from '@tessera/process';
import { ProcessUses } from '../design/process-uses.ts';
import type { Db } from '../platform/database.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';
import { compileEnv } from './process-catalog.ts';

@Injectable()
export class PublishedUses extends ProcessUses {
  /** The version people start now, and those that still run. */
  async brokenBy(db: Db, model: WorkspaceModel, design: Design): Promise<FieldProblemInput[]> {
    const published = await db.query<{ process: string; xml: string }>(
      `SELECT v.process, v.xml FROM _process_version v JOIN _process p ON p.key = v.process
       WHERE v.version = p.version OR EXISTS (SELECT FROM _instance i WHERE i.process = v.process AND i.version = v.version AND i.status IN ('running', 'incident')) ORDER BY v.process, v.version DESC`,
    );
    const broken: FieldProblemInput[] = [];
    for (const { process, xml } of published) {
      const after = errorsOf(await compileProcess(xml, compileEnv({ design, documents: model.documents })));
      if (after.length === 0) continue;
      const before = errorsOf(await compileProcess(xml, compileEnv(model)));
      if (before.length > 0) continue;
      broken.push(...after.map(({ element, code, message }) => ({ path: `processes.${process}.${element ?? ''}`, code, message })));
    }
    return broken;
  }
}

const errorsOf = ({ problems }: Awaited<ReturnType<typeof compileProcess>>) => problems.filter(({ severity }) => severity === 'error');
