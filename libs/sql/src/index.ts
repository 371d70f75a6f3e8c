export type { SqlText } from './statement.ts';
export { quoteIdent } from './quoting.ts';
