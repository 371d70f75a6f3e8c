/** What the field that a file is for takes: how large, and of which kind. The settings are the field type's. Pure. */

import { DEFAULT_LOCALE } from '@tessera/contract';
import type { FieldModel } from '@tessera/model';
import { isAccepted, PICTURE_TYPES } from './media-type.ts';

export interface FileLimits {
  readonly megabytes: number;
  /** What a person is told it takes, and what `takes` asks first. Empty: everything. */
  readonly accept: readonly string[];
  takes(file: { readonly name: string; readonly type: string }): boolean;
}

/** Null for a field that holds no files. */
export function fileLimits({ type, document }: FieldModel): FileLimits | null {
  if (type.pointsTo !== 'file') return null;
  const { maxMegabytes: megabytes, accept } = type.widgetOptions(document, DEFAULT_LOCALE) as { readonly maxMegabytes: number; readonly accept: readonly string[] };
  // Whatever it accepts by name, a picture is what can be shown as one.
  const onlyPictures = type.key !== 'file';
  return { megabytes, accept, takes: (file) => isAccepted(accept, file) && (!onlyPictures || PICTURE_TYPES.includes(file.type)) };
}
