import type { ProcessDesign } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';

/** Publishes this model as the next version; refused with one field problem per finding. */
export const publishProcess = (key: string, draftVersion: number, xml: string): Promise<ProcessDesign> =>
  call(routes.publishProcess, { params: { key }, body: { draftVersion, xml } });
