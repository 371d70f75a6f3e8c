import type { LocalizedText, ProcessDesign } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';

export const createProcess = (key: string, label: LocalizedText, entity: string): Promise<ProcessDesign> =>
  call(routes.createProcess, { body: { key, label, entity } });
