export type { Access, RowScope } from './access.ts';
