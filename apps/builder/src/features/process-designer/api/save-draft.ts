import type { ProcessDesign } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';

/** `draftVersion` is the one the change is based on. */
export const saveDraft = (key: string, draftVersion: number, xml: string): Promise<ProcessDesign> =>
  call(routes.saveProcessDraft, { params: { key }, body: { draftVersion, xml } });
