import type { RecordAction } from '@tessera/contract';

/** How people think of what can be done: looking, changing, working together, designing. */
export const ACTION_GROUPS = [
  { key: 'look', actions: ['read', 'print', 'export'] },
  { key: 'change', actions: ['create', 'update', 'delete', 'import'] },
  { key: 'together', actions: ['comment', 'share', 'run'] },
  { key: 'build', actions: ['design'] },
] as const satisfies readonly { readonly key: string; readonly actions: readonly RecordAction[] }[];

export const GROUPED_ACTIONS: readonly RecordAction[] = ACTION_GROUPS.flatMap(({ actions }) => actions);

/** Draws the line between groups. */
export const beginsGroup = (action: RecordAction): boolean => ACTION_GROUPS.some(({ actions }) => actions[0] === action);
