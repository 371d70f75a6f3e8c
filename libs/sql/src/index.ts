export type { SqlText } from './statement.ts';
export { quoteIdent } from './quoting.ts';
export { isToMany } from './storage.ts';
