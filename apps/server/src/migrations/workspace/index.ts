import { Workspace0001Tables } from './0001-tables.ts';

/** In the order they run; never reordered, never edited once released. */
export const WORKSPACE_MIGRATIONS = [Workspace0001Tables];
