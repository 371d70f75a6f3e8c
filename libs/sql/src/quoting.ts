/**
 * The only place where names and constants of ours become SQL text. Values of people never come here:
 * they are bound (see statement.ts).
 */

/** Longer names are cut by Postgres without an error (NAMEDATALEN - 1), so that two could become one. */
const MAX_IDENT_BYTES = 63;

/** Quotes an identifier. Throws on what Postgres would not keep as it is: nothing, NUL, more than 63 bytes. */
export function quoteIdent(name: string): string {
  if (name === '') throw new Error('an identifier is empty');
  if (name.includes('\0')) throw new Error('an identifier holds NUL');
  if (utf8Bytes(name) > MAX_IDENT_BYTES) throw new Error(`an identifier is longer than ${MAX_IDENT_BYTES} bytes: ${name}`);
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a constant of our own (a JSON key, a format). Holds with standard_conforming_strings on or off. */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new Error('a constant holds NUL');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** `"schema"."table"`. */
export const tableName = (schema: string, table: string): string => `${quoteIdent(schema)}.${quoteIdent(table)}`;

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
