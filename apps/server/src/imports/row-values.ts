/**
 * One row of a file to the values it stands for, by the mapping. Pure: links are left as the texts to look for,
 * which the caller resolves for many rows at once.
 */

import type { ColumnMapping, ImportMapping, Locale } from '@tessera/contract';
import { fieldProblem, MASKED, type EntityModel, type FieldModel } from '@tessera/model';

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
  /** Entity of the record; null for a member, `_department` for a department. */
  readonly target: string | null;
  readonly match: 'externalKey' | 'title' | 'field';
  /** With `match: 'field'`: the field that is looked at. */
  readonly matchField?: string;
  readonly text: string;
  /** One of several that the field holds. */
  readonly many?: true;
}

export interface RowValues {
  readonly values: Readonly<Record<string, unknown>>;
  readonly links: readonly LinkWanted[];
  /** The row's key in the other system; null when the file gives none. */
  readonly externalKey: string | null;
  readonly issues: readonly RowIssue[];
  /** Fields whose cell says "nothing" by a word: a record that is there loses the value. An empty cell leaves it alone. */
  readonly cleared: readonly string[];
}

/** What the rows become. */
export interface RowTarget {
  readonly entity: EntityModel;
  readonly columns: readonly string[];
}

/** The pseudo field of a child entity that names the record a row belongs to. */
export const PARENT_FIELD = 'parent';
/** Under which departments are looked for. */
export const DEPARTMENTS = '_department';
/** In `matchBy`: the key of the other system. */
export const EXTERNAL_KEY = 'externalKey';
/** Between the links of one cell. */
const SEPARATORS = /[;；、,，\n]/;

export interface ReadingEnv {
  readonly timeZone: string;
  readonly locale: Locale;
  /** Fields that whoever imports may be shown masked: what they were shown is left for the write door to know again. */
  readonly masked?: ((field: string) => boolean) | undefined;
}

/** Reads rows by one mapping; what does not depend on the row is found out once. */
export function rowReader(mapping: ImportMapping, target: RowTarget, env: ReadingEnv): (cells: readonly string[]) => RowValues {
  const nothing = new Set(['', ...mapping.nullWords]);
  const textOf = (cells: readonly string[], { column, values }: ColumnMapping): string => {
    const cell = (cells[column] ?? '').trim();
    const text = values && Object.hasOwn(values, cell) ? (values[cell] ?? '') : cell;
    return nothing.has(cell) ? '' : text;
  };
  const keys = mapping.columns.filter(({ externalKey }) => externalKey);
  const goals = [...Map.groupBy(mapping.columns.filter(({ field }) => field !== undefined), ({ field }) => field as string)].map(([field, columns]) => {
    const model = target.entity.fields.get(field);
    return { field, columns, first: columns[0] as ColumnMapping, model, link: linkOf(target.entity, field, model) };
  });

  return (cells) => {
    if (cells.length !== target.columns.length) return { values: {}, links: [], externalKey: null, issues: [raggedIssue(cells.length, target.columns.length)], cleared: [] };
    const values: Record<string, unknown> = { ...(mapping.constants ?? {}) };
    const links: LinkWanted[] = [];
    const issues: RowIssue[] = [];
    const cleared: string[] = [];
    for (const { field, columns, first, model, link } of goals) {
      const texts = columns.length === 1 ? null : columns.map((column) => textOf(cells, column));
      const text = texts === null ? textOf(cells, first) : link && first.match === 'externalKey' ? joinedKey(texts) : texts.filter(Boolean).join(' ');
      if (text === null || text === '') {
        if (columns.some(({ column }) => (cells[column] ?? '') !== '' && mapping.nullWords.includes((cells[column] ?? '').trim()))) cleared.push(field);
      } else if (text.includes(MASKED) && env.masked?.(field)) {
        values[field] = text;
      } else if (link) {
        const one: LinkWanted = { field, column: first.column, target: link.target, match: first.match ?? 'title', ...(first.match === 'field' ? { matchField: first.matchField ?? '' } : {}), text };
        links.push(...(link.many ? partsOf(text).map((part): LinkWanted => ({ ...one, text: part, many: true })) : [one]));
      } else if (model) {
        const parsed = model.type.parseText(text, model.document, env);
        if (parsed.ok) values[field] = parsed.value;
        else issues.push({ column: first.column, field, value: text, code: parsed.problem.code, message: parsed.problem.message });
      } else {
        const problem = fieldProblem(field, 'FIELD_NOT_FOUND', field);
        issues.push({ column: first.column, field, value: text, code: problem.code, message: problem.message });
      }
    }
    return { values, links, externalKey: joinedKey(keys.map((column) => textOf(cells, column))), issues, cleared };
  };
}

/** One text for the parts of a key, another one for other parts; null unless all of them are there. */
function joinedKey(parts: readonly string[]): string | null {
  if (parts.length === 0 || !parts.every(Boolean)) return null;
  return parts.length === 1 ? (parts[0] ?? null) : parts.map((part) => part.replaceAll('|', '||')).join(' | ');
}

interface LinkField {
  readonly target: string | null;
  readonly many: boolean;
}

function linkOf(entity: EntityModel, field: string, model: FieldModel | undefined): LinkField | null {
  if (entity.parent !== null && field === PARENT_FIELD) return { target: entity.parent, many: false };
  const many = model?.type.valueKind === 'uuidList' || model?.many === true;
  if (model?.type.refersTo === 'record') return { target: model.target, many };
  if (model?.type.pointsTo === 'department') return { target: DEPARTMENTS, many };
  return model?.type.pointsTo === 'member' ? { target: null, many } : null;
}

const partsOf = (text: string): string[] => [...new Set(text.split(SEPARATORS).map((part) => part.trim()).filter(Boolean))];

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

export const notThereIssue = (key: string): RowIssue => ({
  column: null,
  field: null,
  value: key,
  code: 'IMPORT_RECORD_NOT_FOUND',
  message: { en: `There is no record "${key}" to change.`, 'zh-CN': `没有可更新的记录“${key}”。` },
});

export const severalIssue = (key: string): RowIssue => ({
  column: null,
  field: null,
  value: key,
  code: 'IMPORT_RECORD_AMBIGUOUS',
  message: { en: `Several records match "${key}".`, 'zh-CN': `有多条记录与“${key}”匹配。` },
});

export const noKeyIssue = (column: number | null): RowIssue => ({
  column,
  field: null,
  value: null,
  code: 'IMPORT_MATCH_EMPTY',
  message: { en: 'The row does not say which record it is.', 'zh-CN': '该行没有说明对应哪条记录。' },
});

export const keyTakenIssue = (key: string): RowIssue => ({
  column: null,
  field: null,
  value: key,
  code: 'IMPORT_KEY_TAKEN',
  message: { en: `A record was imported under the key "${key}" before.`, 'zh-CN': `以标识“${key}”的记录此前已导入。` },
});
