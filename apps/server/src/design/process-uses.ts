import type { FieldProblemInput } from '@tessera/contract';
import type { Design } from '@tessera/model';
import type { Db } from '../platform/database.ts';
import type { WorkspaceModel } from '../workspaces/workspace-model.ts';

/** Published processes that were right before and would not be with this design; the processes feature provides it. Paths begin `processes.<key>.`. */
export abstract class ProcessUses {
  abstract brokenBy(db: Db, model: WorkspaceModel, design: Design): Promise<FieldProblemInput[]>;
}
