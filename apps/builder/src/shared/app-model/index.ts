export { appModelQuery } from './app-model-query.ts';
export { useWorkspaceModel } from './use-workspace-model.ts';
export { relationTarget, subformEntity, workspaceModel, type IncomingRelation, type WorkspaceModel } from './workspace-model.ts';
