import { call, routes, type Answer } from '../../../shared/api/index.ts';

/** Changes the choices and the records that hold them, at once. */
export const mergeChoices = (entity: string, version: number, field: string, from: readonly string[], into: string): Promise<Answer<typeof routes.mergeChoices>> =>
  call(routes.mergeChoices, { params: { key: entity }, body: { version, field, from: [...from], into } });
