import { Platform0001Accounts } from './0001-accounts.ts';

/** In the order they run; never reordered, never edited once released. */
export const PLATFORM_MIGRATIONS = [Platform0001Accounts];
