import { Workspace0001Tables } from './0001-tables.ts';
import { Workspace0002DataEngine } from './0002-data-engine.ts';
import { Workspace0003People } from './0003-people.ts';
import { Workspace0004Shares } from './0004-shares.ts';
import { Workspace0005Audit } from './0005-audit.ts';

/** In the order they run; never reordered, never edited once released. */
export const WORKSPACE_MIGRATIONS = [Workspace0001Tables, Workspace0002DataEngine, Workspace0003People, Workspace0004Shares, Workspace0005Audit];
