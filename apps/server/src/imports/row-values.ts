/**
 * One row of a file to the values it stands for, by the mapping. Pure: links are left as the texts to look for,
 * which the caller resolves for many rows at once.
 */

import type { ColumnMapping, ImportMapping, Locale } from '@tessera/contract';
import { fieldProblem, type EntityModel, type FieldModel } from '@tessera/model';

export interface RowIssue {
  /** Index of the column; null for the row as a whole. */
  readonly column: number | null;
  readonly field: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly message: Readonly<Record<Locale, string>>;
}

export interface LinkWanted {
  readonly field: string;
  readonly column: number;
  /** Entity of the record; null for a member. */
  readonly target: string | null;
  readonly match: 'externalKey' | 'title';
  readonly text: string;
}

export interface RowValues {
  readonly values: Readonly<Record<string, unknown>>;
  readonly links: readonly LinkWanted[];
  /** The row's key in the other system; null when the file gives none. */
  readonly externalKey: string | null;
  readonly issues: readonly RowIssue[];
}

/** What the rows become. */
export interface RowTarget {
  readonly entity: EntityModel;
  readonly columns: readonly string[];
}

/** The pseudo field of a child entity that names the record a row belongs to. */
export const PARENT_FIELD = 'parent';

export function rowValues(cells: readonly string[], mapping: ImportMapping, target: RowTarget, env: { timeZone: string; locale: Locale }): RowValues {
  if (cells.length !== target.columns.length) return { values: {}, links: [], externalKey: null, issues: [raggedIssue(cells.length, target.columns.length)] };
  const textOf = ({ column, values }: ColumnMapping): string => {
    const cell = (cells[column] ?? '').trim();
    const text = values && Object.hasOwn(values, cell) ? (values[cell] ?? '') : cell;
    return mapping.nullWords.includes(cell) ? '' : text;
  };
  const keys = mapping.columns.filter(({ externalKey }) => externalKey).map(textOf);
  const values: Record<string, unknown> = { ...(mapping.constants ?? {}) };
  const links: LinkWanted[] = [];
  const issues: RowIssue[] = [];
  for (const field of new Set(mapping.columns.flatMap((column) => column.field ?? []))) {
    const columns = mapping.columns.filter((column) => column.field === field);
    const first = columns[0];
    const model = target.entity.fields.get(field);
    const link = linkOf(target.entity, field, model);
    const texts = columns.map(textOf);
    const text = link && first?.match === 'externalKey' ? joinedKey(texts) : texts.filter(Boolean).join(' ');
    if (!first || text === null || text === '') continue;
    if (link) {
      links.push({ field, column: first.column, target: link.target, match: first.match ?? 'title', text });
    } else if (model) {
      const parsed = model.type.parseText(text, model.document, env);
      if (parsed.ok) values[field] = parsed.value;
      else issues.push({ column: first.column, field, value: text, code: parsed.problem.code, message: parsed.problem.message });
    } else {
      const problem = fieldProblem(field, 'FIELD_NOT_FOUND', field);
      issues.push({ column: first.column, field, value: text, code: problem.code, message: problem.message });
    }
  }
  return { values, links, externalKey: joinedKey(keys), issues };
}

/** One text for the parts of a key, another one for other parts; null unless all of them are there. */
function joinedKey(parts: readonly string[]): string | null {
  if (parts.length === 0 || !parts.every(Boolean)) return null;
  return parts.length === 1 ? (parts[0] ?? null) : parts.map((part) => part.replaceAll('|', '||')).join(' | ');
}

function linkOf(entity: EntityModel, field: string, model: FieldModel | undefined): { target: string | null } | null {
  if (entity.parent !== null && field === PARENT_FIELD) return { target: entity.parent };
  if (model?.type.refersTo === 'record') return { target: model.target };
  return model?.type.key === 'member' ? { target: null } : null;
}

export const linkIssue = ({ column, field, text, match }: LinkWanted, found: number): RowIssue => ({
  column,
  field,
  value: text,
  code: found > 1 ? 'IMPORT_LINK_AMBIGUOUS' : 'IMPORT_LINK_NOT_FOUND',
  message:
    found > 1
      ? { en: `Several records are called "${text}".`, 'zh-CN': `有多条记录名为“${text}”。` }
      : match === 'externalKey'
        ? { en: `No record was imported under the key "${text}".`, 'zh-CN': `没有以标识“${text}”导入过的记录。` }
        : { en: `There is no record called "${text}".`, 'zh-CN': `不存在名为“${text}”的记录。` },
});

const raggedIssue = (cells: number, columns: number): RowIssue => ({
  column: null,
  field: null,
  value: null,
  code: 'IMPORT_ROW_RAGGED',
  message: {
    en: `The row has ${cells} cells, the header has ${columns}. A cell that contains the separator must be in quotation marks.`,
    'zh-CN': `该行有 ${cells} 个单元格，表头有 ${columns} 个。含有分隔符的单元格须加引号。`,
  },
});

export const keyTakenIssue = (key: string): RowIssue => ({
  column: null,
  field: null,
  value: key,
  code: 'IMPORT_KEY_TAKEN',
  message: { en: `A record was imported under the key "${key}" before.`, 'zh-CN': `以标识“${key}”的记录此前已导入。` },
});
