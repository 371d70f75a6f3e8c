/**
 * How a browser may treat a file: pictures and PDFs may be shown when asked for, everything else is only ever saved.
 * Whatever it is, nothing in it runs and nothing is loaded from it. Pure.
 */

import { PICTURE_TYPES } from './media-type.ts';

const LOCKED = "default-src 'none'; frame-ancestors 'none'; sandbox";
/** A sandboxed document may not start a browser's PDF viewer, which brings its own. */
const FOR_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";

export function shownIn(type: string, wanted: boolean): { readonly inline: boolean; readonly policy: string } {
  if (wanted && PICTURE_TYPES.includes(type)) return { inline: true, policy: LOCKED };
  if (wanted && type === 'application/pdf') return { inline: true, policy: FOR_PDF };
  return { inline: false, policy: LOCKED };
}
