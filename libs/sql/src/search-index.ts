/**
 * The index of the search box: trigrams of everything the records of an entity say, in one GIN index. Trigrams of plain
 * text cannot find a Chinese word of two characters, so the indexed text has a letter between Chinese characters
 * (`华信` is `q华q信q`): then a word of two, and even a single character, is a trigram of its own. Latin stays as it is.
 *
 * The index holds every text column, whoever may read it. It only narrows: what is found is asked again for the text in
 * the columns the reader may see. Measured against bigrams of our own making: docs/decisions/0011.
 */

import type { EntityModel } from '@tessera/model';
import { quoteIdent, quoteLiteral, tableName } from './quoting.ts';
import { objectName } from './schema/names.ts';

/** A text as it is indexed. Part of the platform's schema: the index of every workspace uses it. */
export const SEARCH_TEXT_FUNCTION = String.raw`
CREATE OR REPLACE FUNCTION tessera.search_text(said text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.lower(said COLLATE "C"), '([^\x01-\x7f]+)', 'q\1', 'g'), '([^\x01-\x7f])', '\1q', 'g');
END $$`;

/** Among the stored fields of an entity (`ReadContext.stored`), says that its index is ready. */
export const SEARCH_READY = '~search';

/** Keys of the text columns that are searched. Computed and encrypted values are not. */
export const searchedFields = ({ fields }: EntityModel): readonly string[] =>
  [...fields.values()].filter(({ computed, encrypted, valueType }) => valueType.searchable && !computed && !encrypted).map(({ key }) => key);

/** What the index is over; `column` gives the SQL of a column. Null when the entity says nothing. */
export function searchedText(entity: EntityModel, column: (field: string) => string): string | null {
  const said = searchedFields(entity).map((field) => `coalesce(${column(field)}, '')`);
  return said.length === 0 ? null : `tessera.search_text(${said.join(` || ${quoteLiteral('\n')} || `)})`;
}

/** To be built beside the table's life: `sql` begins with CREATE INDEX. Null when nothing of the entity is searched. */
export function searchIndex(schema: string, entity: EntityModel): { readonly name: string; readonly sql: string } | null {
  const text = searchedText(entity, quoteIdent);
  if (text === null) return null;
  const name = objectName(entity.key, 'all', 'search');
  return { name, sql: `CREATE INDEX ${quoteIdent(name)} ON ${tableName(schema, entity.key)} USING gin ((${text}) public.gin_trgm_ops) WHERE "deleted_at" IS NULL` };
}

/**
 * Part of the indexed text of every record that holds these words, as `search_text` writes it; null where the index
 * cannot tell: too short for a trigram, or letters of which only a collation knows the other case.
 */
export function indexedPart(words: string): string | null {
  const hasForeignCase = [...words].some((char) => char > '\u007f' && char.toLowerCase() !== char.toUpperCase());
  if (hasForeignCase || !(/[a-z0-9]{3}/i.test(words) || [...words].some((char) => char > '\u007f' && /[\p{L}\p{N}]/u.test(char)))) return null;
  const folded = words.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return folded.replace(/([^\u0001-\u007f]+)/gu, 'q$1').replace(/([^\u0001-\u007f])/gu, '$1q');
}
