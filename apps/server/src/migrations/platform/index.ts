import { Platform0001Accounts } from './0001-accounts.ts';
import { Platform0002SearchText } from './0002-search-text.ts';
import { Platform0003SignIn } from './0003-sign-in.ts';
import { Platform0004Keys } from './0004-keys.ts';

/** In the order they run; never reordered, never edited once released. */
export const PLATFORM_MIGRATIONS = [Platform0001Accounts, Platform0002SearchText, Platform0003SignIn, Platform0004Keys];
