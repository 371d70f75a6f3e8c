import { Platform0001Accounts } from './0001-accounts.ts';
import { Platform0002SearchText } from './0002-search-text.ts';

/** In the order they run; never reordered, never edited once released. */
export const PLATFORM_MIGRATIONS = [Platform0001Accounts, Platform0002SearchText];
