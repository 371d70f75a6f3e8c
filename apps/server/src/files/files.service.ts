/**
 * Who may upload for a field and who may read what it holds. Uploading asks for the right to write the field on some
 * record; reading goes through the record as its reader may see it, so that a file follows its field and its row.
 */

import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FileValue, UploadedFile } from '@tessera/contract';
import type { Actor } from '../http/actor.ts';
import { RecordReader } from '../records/record-reader.ts';
import { FileFieldNotFound, FileNotFound, FileUploadsWaiting } from './file-errors.ts';
import { fileLimits } from './file-limits.ts';
import { FileShelf, type FilePlace } from './file-shelf.ts';

/** Uploads in no record yet, of one person. */
const MOST_WAITING_FILES = 200;
const MOST_WAITING_BYTES = 2 * 1024 ** 3;

@Injectable()
export class FilesService {
  constructor(
    private readonly shelf: FileShelf,
    private readonly reader: RecordReader,
  ) {}

  async upload(actor: Actor, { entity, field, fileName }: FilePlace & { readonly fileName: string }, bytes: Readable): Promise<UploadedFile> {
    const model = actor.design.entities.get(entity)?.fields.get(field);
    const limits = model ? fileLimits(model) : null;
    if (!limits || !mayWrite(actor, entity, field)) throw FileFieldNotFound({});
    const { schema } = actor.workspace;
    const waiting = await this.shelf.waitingOf(schema, actor.member.id);
    if (waiting.files >= MOST_WAITING_FILES || waiting.bytes >= MOST_WAITING_BYTES) throw FileUploadsWaiting({});
    return { ...(await this.shelf.put(schema, { entity, field, fileName, by: actor.member.id, limits }, bytes)) };
  }

  /** FILE_NOT_FOUND whatever the reason. `record` `new`: an own upload that is in no record yet. */
  async open(actor: Actor, { entity, record, field, file }: FilePlace & { readonly record: string; readonly file: string }): Promise<{ file: FileValue; bytes: Readable }> {
    const { schema } = actor.workspace;
    // Uploads are the member's, however they came: a key gets only at those it could have made.
    const isOwn = actor.kind === 'member' || mayWrite(actor, entity, field);
    const found = record === 'new' ? isOwn && (await this.shelf.waiting(schema, file, actor.member.id, { entity, field })) : await this.held(actor, { entity, field }, record, file);
    if (!found) throw FileNotFound({});
    return { file: found, bytes: this.shelf.read(schema, found.id) };
  }

  private async held(actor: Actor, { entity, field }: FilePlace, record: string, file: string): Promise<FileValue | null> {
    const model = actor.design.entities.get(entity)?.fields.get(field);
    if (model?.type.pointsTo !== 'file' || !actor.access.canField('read', entity, field)) return null;
    const query = { fields: [field], filter: { field: 'id', op: 'eq' as const, value: record }, limit: 1 };
    const page = JSON.parse((await this.reader.page(actor, entity, query, { action: 'file.read', target: file })).toString('utf8')) as { rows: { values: Record<string, unknown> }[] };
    const files = page.rows[0]?.values[field];
    return Array.isArray(files) ? ((files as FileValue[]).find(({ id }) => id === file.toLowerCase()) ?? null) : null;
  }
}

const mayWrite = ({ access }: Actor, entity: string, field: string): boolean => access.canField('create', entity, field) || access.canField('update', entity, field);
