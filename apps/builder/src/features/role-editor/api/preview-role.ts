import type { RoleDocument, RolePreview } from '@tessera/contract';
import { call, routes } from '../../../shared/api/index.ts';

/** What saving it would give and take; changes nothing. */
export const previewRole = (document: RoleDocument, signal: AbortSignal): Promise<RolePreview> => call(routes.previewRole, { params: { key: document.key }, body: { document }, signal });
