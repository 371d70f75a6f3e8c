/**
 * Conditions and scopes in the words of people: labels for keys, sentences for operators. Pure; names of members and
 * departments come from the caller. What the reader may not know of is named as a whole, never in part.
 */

import { textIn, type FieldCondition, type Filter, type FilterOperand, type Locale, type RelatedCondition, type ScopeText } from '@tessera/contract';
import { renderFormula } from '@tessera/formula';
import { PARENT_HOP, filterFields, relatedFilter, resolveFormulaName, resolvePath, resolveRelated, type Design, type FieldModel, type IsKnown } from '@tessera/model';
import type { RowScope } from '../access.ts';
import { CONDITION_WORDS, type ConditionWords } from './condition-words.ts';

export interface DescribeEnv {
  readonly locale: Locale;
  /** IANA zone in which instants are told. */
  readonly timeZone: string;
  /** Name of a member or department; undefined when there is none. */
  nameOf?(kind: 'member' | 'department', id: string): string | undefined;
  /** Whether the reader may know of a field; all of them without it. */
  readonly isKnown?: IsKnown;
}

export function describeScope(design: Design, entity: string, scope: RowScope, env: DescribeEnv): ScopeText {
  const words = CONDITION_WORDS[env.locale];
  if (scope.kind === 'all') return { kind: 'all', text: words.all };
  if (scope.kind === 'deny') return { kind: 'none', text: words.none };
  return { kind: 'some', text: words.where(describeFilter(design, entity, scope.filter, env)) };
}

export function describeFilter(design: Design, entity: string, filter: Filter, env: DescribeEnv): string {
  return says({ design, env, words: CONDITION_WORDS[env.locale] }, entity, filter, false);
}

interface Telling {
  readonly design: Design;
  readonly env: DescribeEnv;
  readonly words: ConditionWords;
}

function says(telling: Telling, entity: string, filter: Filter, within: boolean): string {
  const { words } = telling;
  if ('and' in filter || 'or' in filter) {
    const parts = 'and' in filter ? filter.and : filter.or;
    if (parts.length === 0) return 'and' in filter ? words.everything : words.nothing;
    if (parts.length === 1) return says(telling, entity, parts[0] as Filter, within);
    const joined = parts.map((part) => says(telling, entity, part, true)).join('and' in filter ? words.and : words.or);
    return within ? words.group(joined) : joined;
  }
  if ('not' in filter) return words.not(says(telling, entity, filter.not, false));
  if (!isShown(telling, entity, filter)) return words.hidden;
  if ('formula' in filter) return words.formula(renderFormula(filter.formula, (name) => formulaLabel(telling, entity, name)));
  return 'related' in filter ? saysRelated(telling, entity, filter) : saysCondition(telling, entity, filter);
}

/** The whole of a condition, or nothing of it. */
function isShown({ design, env }: Telling, entity: string, filter: Filter): boolean {
  const { isKnown } = env;
  if (isKnown === undefined || ('related' in filter && filter.related === PARENT_HOP)) return true;
  return filterFields(design, entity, filter).every(([at, field]) => isKnown(at, field));
}

function saysRelated(telling: Telling, entity: string, condition: RelatedCondition): string {
  const { design, env, words } = telling;
  const parent = condition.related === PARENT_HOP ? (design.entities.get(entity)?.parent ?? null) : null;
  if (parent !== null && 'some' in condition) return words.owning(entityLabel(telling, parent), says(telling, parent, condition.some, false));
  const found = resolveRelated(design, entity, condition.related);
  const target = found.ok ? found.value.entity : entity;
  const whole = design.entities.get(target)?.document;
  const rows = found.ok && found.value.kind === 'incoming' ? textIn(whole?.labelPlural ?? whole?.label, env.locale) : fieldLabel(telling, entity, condition.related);
  const filter = relatedFilter(condition);
  const inner = filter ? says(telling, target, filter, false) : null;
  if ('some' in condition) return words.some(rows, inner ?? '');
  if ('none' in condition) return words.no(rows, inner ?? '');
  if ('every' in condition) return words.every(rows, inner ?? '');
  return sentence(words.counting(rows, inner), words.operators[condition.count.op], String(condition.count.value), env.locale);
}

function saysCondition(telling: Telling, entity: string, { field: path, op, value }: FieldCondition): string {
  const { design, env, words } = telling;
  const resolved = resolvePath(design, entity, path);
  const field = resolved.ok ? resolved.value.field : null;
  const timely = field !== null && ['date', 'datetime'].includes(field.valueType.valueKind);
  const phrase = (timely ? words.timely[op] : undefined) ?? words.operators[op];
  const compared = op === 'between' && Array.isArray(value) ? words.range(operandText(telling, field, value[0]), operandText(telling, field, value[1])) : operandText(telling, field, value);
  return sentence(pathLabel(telling, entity, path), phrase, compared, env.locale);
}

const sentence = (what: string, phrase: string, compared: string, locale: Locale): string => `${what}${locale === 'en' ? ' ' : ''}${phrase.replace('{}', () => compared)}`;

function operandText(telling: Telling, field: FieldModel | null, value: FilterOperand | undefined): string {
  const { words } = telling;
  if (Array.isArray(value)) return value.map((one: FilterOperand) => operandText(telling, field, one)).join(words.comma);
  if (typeof value === 'object' && value !== null) {
    if ('var' in value) return value.var === 'me' ? words.me : value.var === 'today' ? words.today : value.var === 'now' ? words.now : words.lists[value.var];
    if ('record' in value) return value.record;
    if (!('period' in value)) return '';
    const { period } = value;
    if ('offset' in value) return words.periods[period][value.offset + 1] ?? words.counted(value.offset < 0 ? 'last' : 'next', Math.abs(value.offset), period);
    return 'last' in value ? words.counted('last', value.last, period) : words.counted('next', value.next, period);
  }
  return scalarText(telling, field, value);
}

function scalarText({ words, env }: Telling, field: FieldModel | null, value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  const { locale, timeZone } = env;
  const pointsTo = field?.valueType.pointsTo ?? null;
  if (pointsTo === 'member') return env.nameOf?.('member', String(value)) ?? words.unknownMember;
  if (pointsTo === 'department') return env.nameOf?.('department', String(value)) ?? words.unknownDepartment;
  if (field === null || pointsTo !== null || field.valueType.valueKind === 'uuid') return field === null ? words.quote(String(value)) : words.someRecord;
  const { valueType, valueDocument } = field;
  const text = valueType.formatText(valueType.valueKind === 'textList' ? [value] : value, valueDocument, { locale, timeZone }) || String(value);
  return ['decimal', 'integer', 'boolean', 'date', 'datetime'].includes(valueType.valueKind) ? text : words.quote(text);
}

const entityLabel = ({ design, env }: Telling, entity: string): string => textIn(design.entities.get(entity)?.document.label, env.locale) || entity;
const fieldLabel = ({ design, env }: Telling, entity: string, field: string): string => textIn(design.entities.get(entity)?.fields.get(field)?.document.label, env.locale) || field;

/** `Account › Owner`. */
function pathLabel(telling: Telling, entity: string, path: string): string {
  const resolved = resolvePath(telling.design, entity, path);
  if (!resolved.ok) return path;
  const { hops, entity: last, field } = resolved.value;
  const names = hops.map((hop, index) => (hop.field === PARENT_HOP ? entityLabel(telling, hop.entity) : fieldLabel(telling, hops[index - 1]?.entity ?? entity, hop.field)));
  return [...names, fieldLabel(telling, last, field.key)].join(' › ');
}

function formulaLabel(telling: Telling, entity: string, name: string): string | null {
  const found = resolveFormulaName(telling.design, entity, name);
  if (!found.ok) return null;
  if (found.value.kind === 'field') return pathLabel(telling, entity, name);
  const { related, field } = found.value;
  const rows = related.kind === 'incoming' ? entityLabel(telling, related.entity) : fieldLabel(telling, entity, related.field);
  return field ? `${rows} › ${fieldLabel(telling, related.entity, field.key)}` : rows;
}
