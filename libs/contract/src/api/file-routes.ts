/** Files of records: uploaded first, then named in a file, image or signature field; read through the field that holds them. */

import Type, { type Static } from 'typebox';
import { Key } from '../documents/keys.ts';
import { Uuid } from './common.ts';
import { route } from './route.ts';

/** An upload that no record holds is deleted after a day. */
export const UploadedFile = Type.Object({ id: Uuid, name: Type.String(), size: Type.Integer(), type: Type.String() });
export type UploadedFile = Static<typeof UploadedFile>;

export const fileRoutes = {
  uploadFile: route({
    method: 'POST', path: '/api/files', tag: 'files', permission: 'record', summary: 'Upload a file for a field (raw bytes, streamed)', bodyKind: 'stream', bodyLimit: 256 * 1024 * 1024,
    query: Type.Object({ fileName: Type.String({ minLength: 1, maxLength: 200 }), entity: Key, field: Key }, { additionalProperties: false }),
    answer: UploadedFile,
  }),
  /** Own uploads that are in no record yet are read under the record id `new`. */
  readFile: route({
    method: 'GET', path: '/api/files/:entity/:record/:field/:file', tag: 'files', permission: 'record', summary: 'A file of a record, as far as the actor may read the field',
    params: Type.Object({ entity: Key, record: Type.String({ pattern: '^(new|[0-9a-fA-F-]{36})$' }), field: Key, file: Uuid }),
    query: Type.Object({ inline: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
    produces: 'application/octet-stream',
  }),
};
