import { Workspace0001Tables } from './0001-tables.ts';
import { Workspace0002DataEngine } from './0002-data-engine.ts';

/** In the order they run; never reordered, never edited once released. */
export const WORKSPACE_MIGRATIONS = [Workspace0001Tables, Workspace0002DataEngine];
