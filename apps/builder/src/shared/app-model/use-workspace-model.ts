import { useMemo } from 'react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { appModelQuery } from './app-model-query.ts';
import { workspaceModel, type WorkspaceModel } from './workspace-model.ts';

/** Ready on every signed-in page: the workspace route loads it before drawing. */
export function useWorkspaceModel(): WorkspaceModel {
  const { data } = useSuspenseQuery(appModelQuery);
  return useMemo(() => workspaceModel(data), [data]);
}
