/** What every step of the write door needs: who writes what kind of record, when, in which transaction. */

import type { AppError, RecordAction } from '@tessera/contract';
import type { EntityModel } from '@tessera/model';
import type { Permission, RecordTable, WriteMoment } from '@tessera/sql/write';
import type { FileShelf } from '../../files/file-shelf.ts';
import type { Db } from '../../platform/database.ts';
import { fieldCipher } from '../../platform/field-cipher.ts';
import type { Writer } from './writer.ts';

export interface Moment {
  /** ISO instant. */
  readonly at: string;
  /** `YYYY-MM-DD` in the workspace's zone. */
  readonly today: string;
}

export interface Door {
  readonly db: Db;
  readonly writer: Writer;
  readonly entity: EntityModel;
  readonly moment: Moment;
  /** Says which files a record may hold. */
  readonly files: Pick<FileShelf, 'describe'>;
  /** Whether duplicate rules that only warn refuse as well. */
  readonly refuseAlike?: boolean | undefined;
}

/** Refusals by the place of their change in the batch. */
export type Refusals = Map<number, AppError>;

export const tableOf = ({ writer }: Pick<Door, 'writer'>, entity: EntityModel): RecordTable => ({ schema: writer.workspace.schema, design: writer.design, entity: entity.key });

export const stampOf = ({ writer, moment }: Pick<Door, 'writer' | 'moment'>): WriteMoment => ({ at: moment.at, by: writer.member });

export const permissionOf = <Action extends RecordAction>({ writer }: Pick<Door, 'writer'>, action: Action, fields: readonly string[] = []): Permission & { readonly action: Action } => ({
  access: writer.access,
  member: writer.onRightsOf ?? writer.member,
  timeZone: writer.workspace.timeZone,
  action,
  fields,
  cipher: fieldCipher(),
});
