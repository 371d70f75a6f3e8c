/** What the field that a file is for takes: how large, and of which kind. Pure. */

import type { FieldDocument, FileOptions } from '@tessera/contract';
import { isAccepted, PICTURE_TYPES } from './media-type.ts';

export interface FileLimits {
  readonly megabytes: number;
  /** What a person is told it takes, and what `takes` asks first. Empty: everything. */
  readonly accept: readonly string[];
  takes(file: { readonly name: string; readonly type: string }): boolean;
}

/** What the route lets through at all. */
const MOST_MEGABYTES = 256;
const USUAL_MEGABYTES = 50;
const SIGNATURE_MEGABYTES = 2;

/** Null for a field that holds no files. */
export function fileLimits({ type, options }: Pick<FieldDocument, 'type' | 'options'>): FileLimits | null {
  const { maxMegabytes = USUAL_MEGABYTES, accept = [] } = (options ?? {}) as FileOptions;
  const megabytes = Math.min(maxMegabytes, MOST_MEGABYTES);
  switch (type) {
    case 'file':
      return { megabytes, accept, takes: (file) => isAccepted(accept, file) };
    case 'image':
      // Whatever it accepts by name, a picture is what can be shown as one.
      return { megabytes, accept: accept.length > 0 ? accept : PICTURE_TYPES, takes: (file) => PICTURE_TYPES.includes(file.type) && isAccepted(accept, file) };
    case 'signature':
      return { megabytes: SIGNATURE_MEGABYTES, accept: ['image/png'], takes: (file) => file.type === 'image/png' };
    default:
      return null;
  }
}
