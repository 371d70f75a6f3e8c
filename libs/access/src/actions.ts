/** Kinds of actions, as far as rights go. */

import type { RecordAction } from '@tessera/contract';

/** They let values out; a value goes out only where it may be read. */
export const LOOKS: readonly RecordAction[] = ['read', 'export', 'print', 'share'];

/** They put values in, field by field. */
export const WRITES: readonly RecordAction[] = ['create', 'update', 'import'];

/** Never beyond what can be read. */
export const WITHIN_READ: readonly RecordAction[] = ['update', 'delete', 'export', 'print', 'share', 'comment'];
