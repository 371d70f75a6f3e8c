import { routes } from '@tessera/contract';
import { urlOf } from '../api/url.ts';
import type { FilePlace } from './file-place.ts';

/** `inline`: shown by the browser where it can be, instead of saved. */
export const fileUrl = (place: FilePlace, file: string, { inline = false }: { inline?: boolean } = {}): string =>
  urlOf(routes.readFile.path, { ...place, file }, inline ? { inline: true } : {});
