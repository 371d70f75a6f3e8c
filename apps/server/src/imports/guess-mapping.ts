/**
 * A first proposal of what each column means, from its name alone: the names people know fields by, in both
 * languages, and their keys. The person corrects it. Pure.
 */

import type { ColumnMapping, ImportMapping, LocalizedText } from '@tessera/contract';
import type { EntityModel, FieldModel } from '@tessera/model';

/** Words other systems use for what every entity has. */
const OWNER_WORDS = ['owner', 'employee', 'salesperson', 'sales rep', 'sales', 'user', 'assignee', '负责人', '业务员', '员工', '销售'];
/** In the order in which people write them. */
const NAME_PARTS = ['first name', 'last name'];
const NULL_WORDS = ['NULL', 'null', '\\N', 'N/A', '#N/A'];

export interface MappingTarget {
  readonly entity: EntityModel | null;
  /** Fields the person may write; of others they need not know. */
  readonly writable: readonly string[];
  /** Labels of entities by key, for columns that hold keys of other records. */
  readonly labels: ReadonlyMap<string, LocalizedText>;
}

export function guessMapping(columns: readonly string[], sample: readonly (readonly string[])[], target: MappingTarget): ImportMapping {
  const taken = new Set<string>();
  const guesses = columns.map((name, column): ColumnMapping => {
    const guess = target.entity ? guessField(name, column, columns, target.entity, target) : guessMemberField(name, column);
    if (guess === null || 'externalKey' in guess) return { column, ...guess };
    if (!target.writable.includes(guess.field)) return { column };
    if (taken.has(guess.field) && !NAME_PARTS.includes(wordsOf(name))) return { column };
    taken.add(guess.field);
    return { column, ...guess };
  });
  // The parts of a name are joined in the order of the mapping: first, then last.
  guesses.sort((a, b) => NAME_PARTS.indexOf(wordsOf(columns[a.column] ?? '')) - NAME_PARTS.indexOf(wordsOf(columns[b.column] ?? '')));
  return { columns: guesses, nullWords: nullWordsIn(sample) };
}

/** Texts among the cells that mean "nothing". */
export function nullWordsIn(rows: readonly (readonly string[])[]): string[] {
  const cells = new Set(rows.flat());
  return NULL_WORDS.filter((word) => cells.has(word));
}

/** Whether a column of this name holds keys: `customerID`, `编号`. */
export const isKeyName = (name: string): boolean => keyOf(wordsOf(name)) !== null;

type Guess = { readonly externalKey: true } | { readonly field: string; readonly match?: 'externalKey' | 'title' } | null;

function guessField(name: string, column: number, columns: readonly string[], entity: EntityModel, { labels, writable }: MappingTarget): Guess {
  const words = wordsOf(name);
  const fields = [...entity.fields.values()].filter(({ key }) => writable.includes(key));
  const named = fields.find((field) => namesOf(field).includes(words));
  if (named) return { field: named.key, ...(isLink(named) ? { match: 'title' as const } : {}) };

  const thing = keyOf(words);
  if (thing !== null) {
    const is = (key: string): boolean => [key, ...textsOf(labels.get(key))].map(wordsOf).includes(thing);
    if (entity.parent !== null && is(entity.parent)) return { field: 'parent', match: 'externalKey' };
    // The key of the row itself comes before links to rows of the same kind: customerID among customers.
    const isFirstKey = !columns.slice(0, column).some((other) => keyOf(wordsOf(other)) !== null);
    if (entity.parent === null && isFirstKey && (thing === '' || is(entity.key))) return { externalKey: true };
    const relation = fields.find((field) => isLink(field) && (namesOf(field).includes(thing) || (field.target !== null && is(field.target))));
    if (relation) return { field: relation.key, match: 'externalKey' };
    if (OWNER_WORDS.includes(thing)) return { field: 'owner', match: 'externalKey' };
    return entity.parent === null && column === 0 ? { externalKey: true } : null;
  }
  const title = entity.title;
  const titleWords = [`${wordsOf(entity.key)} name`, 'company name', 'company', 'name', '名称', '公司名称', ...textsOf(entity.document.label).map((label) => `${wordsOf(label)} name`)];
  if (titleWords.includes(words)) return { field: title.key };
  return OWNER_WORDS.includes(words) ? { field: 'owner', match: 'title' } : null;
}

function guessMemberField(name: string, column: number): Guess {
  const words = wordsOf(name);
  if (keyOf(words) !== null && column === 0) return { externalKey: true };
  if (['name', 'full name', 'first name', 'last name', '姓名'].includes(words)) return { field: 'name' };
  if (['email', 'e mail', 'mail', '邮箱', '电子邮箱'].includes(words)) return { field: 'email' };
  if (['title', 'job title', 'position', '职务', '职位'].includes(words)) return { field: 'title' };
  if (['phone', 'mobile', 'home phone', 'telephone', '手机', '电话'].includes(words)) return { field: 'phone' };
  return null;
}

/** `customerID`, `customer_id` and `Customer key` as `customer`; null for what names no key. */
function keyOf(words: string): string | null {
  const match = /^(.*?)\s?(?:id|key|no|number|code|编号|编码)$/.exec(words);
  return match ? (match[1] ?? '').trim() : null;
}

const isLink = (field: FieldModel): boolean => field.type.refersTo === 'record' || field.type.key === 'member';
const textsOf = (text: LocalizedText | undefined): string[] => Object.values(text ?? {}).filter((one) => typeof one === 'string');
const namesOf = (field: FieldModel): string[] => [field.key, ...textsOf(field.document.label)].map(wordsOf);

/** `shipPostalCode`, `ship_postal_code` and `Ship postal code` are the same words. */
export const wordsOf = (name: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[\s_\-.]+/g, ' ')
    .trim()
    .toLowerCase();
