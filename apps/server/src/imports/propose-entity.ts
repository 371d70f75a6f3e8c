/** An entity that fits a file: a field for each column, typed by its cells, and the mapping to it. Pure; the person corrects it. */

import type { ColumnMapping, EntityDocument, FieldDocument, ImportMapping } from '@tessera/contract';
import { deriveKey } from '@tessera/model';
import { isKeyName, nullWordsIn } from './guess-mapping.ts';
import { guessType, textOf, type GuessEnv } from './guess-type.ts';

export interface ReadFile {
  readonly fileName: string;
  readonly sheet: string | null;
  readonly columns: readonly string[];
  /** The first ones. */
  readonly rows: readonly (readonly string[])[];
}

/** What programs call a sheet that nobody named. */
const NO_NAME = /^(sheet|工作表)\s*\d*$/i;
const MOST_FIELDS = 200;

/** `taken`: whether an entity has the key, now or in the trash. */
export function proposedEntity({ fileName, sheet, columns, rows }: ReadFile, env: GuessEnv & { taken(key: string): boolean }): { document: EntityDocument; mapping: ImportMapping } {
  const name = (sheet !== null && !NO_NAME.test(sheet.trim()) ? sheet : fileName.replace(/\.[^.]+$/, '')).trim() || 'Table';
  const nullWords = nullWordsIn(rows);
  const keys = new Set<string>();
  const fields = columns.slice(0, MOST_FIELDS).map((column, index): FieldDocument => {
    const cells = rows.filter((row) => row.length === columns.length).flatMap((row) => {
      const cell = (row[index] ?? '').trim();
      return cell === '' || nullWords.includes(cell) ? [] : [cell];
    });
    const key = deriveKey(column, (candidate) => keys.has(candidate));
    keys.add(key);
    return { key, label: textOf(column), ...guessType(column, cells, env) };
  });
  const title = titleOf(fields);
  const mapped = fields.map(({ key }, column): ColumnMapping => ({ column, field: key, ...(column === 0 && isKeyName(columns[0] ?? '') ? { externalKey: true } : {}) }));
  return {
    document: { key: deriveKey(name, env.taken), label: textOf(name), titleField: title.key, fields: title.isNew ? [...fields, title.field] : fields },
    mapping: { columns: mapped, nullWords },
  };
}

const NAME_WORDS = /名称|姓名|名字|标题|主题|公司|(^|\s|_)(name|title|subject)$|name$/i;

/** What a record is called by: a text that says so, else the first text; a file without any gets one. */
function titleOf(fields: readonly FieldDocument[]): { key: string; isNew: false } | { key: string; isNew: true; field: FieldDocument } {
  const texts = fields.filter(({ type }) => type === 'text');
  const found = texts.find(({ label }) => NAME_WORDS.test(label['zh-CN'] ?? label.en ?? '')) ?? texts[0] ?? fields.find(({ type }) => ['email', 'phone', 'idCard', 'url'].includes(type));
  if (found) return { key: found.key, isNew: false };
  const key = deriveKey('Name', (candidate) => fields.some((field) => field.key === candidate));
  return { key, isNew: true, field: { key, type: 'text', label: { 'zh-CN': '名称', en: 'Name' } } };
}
