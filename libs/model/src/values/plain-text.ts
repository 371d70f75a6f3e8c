/** Text that Postgres can store and people can compare. */

/** Full-width letters, digits and punctuation to their ASCII forms, the ideographic space to a space. */
export function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

/** No NUL, which Postgres cannot store, and no half of a surrogate pair. */
export const isStorableText = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text);

/** For comparing what people typed with labels: half-width, trimmed, lower case. */
export const foldText = (text: string): string => toHalfWidth(text).trim().toLowerCase();
