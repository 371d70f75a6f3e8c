/**
 * Questions by chance over every way to read: lists, counts, groups, values, single records, history, trash, duplicates,
 * exports, imports, tasks, files, links, what the session and the app tell, explanations; and changes that are refused.
 * They name what is hidden and what does not exist as often as what may be read, and guess well.
 */

import type { Chance } from './chance.ts';
import type { Someone } from './crm-ground.ts';
import { idOf } from './crm-rows.ts';

export interface Question {
  readonly who: Someone;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** What is asked next, with the answer at hand: the page after, the file of an export. */
  readonly then?: 'nextPage' | 'exportFile' | 'previewImport';
  readonly more?: unknown;
}

export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  customer: ['name', 'email', 'phone', 'wechat', 'tag', 'id_card', 'card', 'credit_limit', 'tier', 'region', 'shared', 'visits', 'since', 'notes', 'remark', 'paper', 'contract', 'assistant', 'head', 'secret_partner', 'partners', 'score', 'vip', 'phone_says', 'remark_says', 'head_limit', 'head_phone', 'head_name', 'contact_count', 'mobiles', 'margins', 'amounts', 'owner', 'department', 'created_at', 'version', 'created_by', 'id', 'head.name', 'head.phone', 'head.credit_limit', 'head.remark', 'head.wechat', 'secret_partner.name', 'call'],
  contact: ['name', 'mobile', 'birthday', 'title', 'customer', 'owner', 'customer.name', 'customer.phone', 'customer.remark', 'customer.credit_limit', 'customer.head.name'],
  opportunity: ['name', 'amount', 'stage', 'margin', 'customer', 'customer_limit', 'customer_phone', 'customer_region', 'owner', 'customer.name', 'customer.wechat', 'customer.phone_says', 'customer.id_card'],
  order: ['code', 'opportunity', 'lines', 'total', 'cost_total', 'won', 'owner', 'opportunity.name', 'opportunity.margin', 'opportunity.customer.phone'],
  order_line: ['product', 'quantity', 'amount', 'cost', 'supplier', 'parent', 'parent.code', 'supplier.name', 'supplier.id_card'],
  vault: ['name', 'customer', 'worth'],
};
/** Ways to other rows, some of them to what is hidden or is not there. */
const RELATED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  customer: [['contact:customer', 'contact'], ['opportunity:customer', 'opportunity'], ['customer:head', 'customer'], ['head', 'customer'], ['partners', 'customer'], ['secret_partner', 'customer'], ['vault:customer', 'vault'], ['order_line:supplier', 'order_line'], ['no:where', 'customer']],
  contact: [['customer', 'customer'], ['no_such', 'customer']],
  opportunity: [['customer', 'customer'], ['order:opportunity', 'order']],
  order: [['lines', 'order_line'], ['opportunity', 'opportunity']],
  order_line: [['supplier', 'customer'], ['parent', 'order']],
  vault: [['customer', 'customer']],
};
/** Hidden from every lesser reader; named less often than what may be read. */
const HIDDEN = /(^|\.)(id_card|card|credit_limit|contract|secret_partner|score|vip|head_limit|mobiles|margins|mobile|margin|customer_limit|cost|cost_total|worth|call|department)\b/;
const BUCKETS = ['day', 'week', 'month', 'quarter', 'year'];
const AGGREGATES = ['count', 'filled', 'empty', 'unique', 'sum', 'avg', 'min', 'max'];
const OPERATORS = ['eq', 'ne', 'in', 'notIn', 'contains', 'notContains', 'startsWith', 'endsWith', 'gt', 'gte', 'lt', 'lte', 'between', 'isEmpty', 'isNotEmpty'];
const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 13, 20, 21, 22, 30, 40, 41, 42, 99];
const READERS: readonly Someone[] = ['rep', 'rep', 'rep', 'key'];

export interface Known {
  readonly chance: Chance;
  /** Cells as they are in the database: whoever guesses, guesses well. */
  readonly guesses: readonly unknown[];
  readonly asMany: number;
  /** Who asks, besides whoever holds a link. */
  readonly readers?: readonly Someone[];
  readonly links: Readonly<Partial<Record<'recordLink' | 'viewLink' | 'formLink', string>>>;
  readonly fileIds: Readonly<Record<'paper' | 'contract', string>>;
  readonly tasks: readonly string[];
  readonly instances: readonly string[];
}

export function makeQuestions(known: Known): Question[] {
  const { chance, guesses } = known;
  const { below, pick, often } = chance;
  const readers = known.readers ?? READERS;
  const fieldOf = (entity: string): string => {
    const field = often(0.03) ? 'no_such' : pick(FIELDS[entity] ?? []);
    return HIDDEN.test(field) && often(0.75) ? fieldOf(entity) : field;
  };
  const fieldsOf = (entity: string, most: number): string[] => Array.from({ length: below(most + 1) }, () => fieldOf(entity));
  const entityOf = (): string => (often(0.5) ? 'customer' : pick(Object.keys(FIELDS)));
  const id = (entity: string): string => idOf(entity, pick(NUMBERS));
  const guess = (): string => String(pick(guesses));

  const operand = (op: string): unknown => {
    const value = pick(guesses);
    if (op === 'in' || op === 'notIn') return often(0.1) ? { var: pick(['myTeam', 'myColleagues', 'myDepartments']) } : [value, pick(guesses)];
    if (op === 'between') return [pick(guesses), pick(guesses)];
    return typeof value === 'string' && /with|contains/i.test(op) ? value.slice(below(2), 2 + below(8)) : value;
  };
  const condition = (entity: string): unknown => {
    const [field, op] = [fieldOf(entity), pick(OPERATORS)];
    return op.startsWith('is') ? { field, op } : { field, op, value: often(0.1) ? { var: 'me' } : operand(op) };
  };
  const related = (entity: string, depth: number): unknown => {
    const [name, target] = pick(RELATED[entity] ?? []);
    if (often(0.4)) return { related: name, count: { op: pick(['eq', 'gt', 'lte']), value: below(4) }, ...(often(0.5) ? { where: filter(target, depth + 1) } : {}) };
    return { related: name, [pick(['some', 'none', 'every'])]: filter(target, depth + 1) };
  };
  const filter = (entity: string, depth = 0): unknown => {
    const kind = depth > 2 ? 9 : below(10);
    if (kind === 3) return related(entity, depth);
    if (kind < 2) return { [kind === 0 ? 'and' : 'or']: Array.from({ length: 1 + below(2) }, () => filter(entity, depth + 1)) };
    return kind === 2 ? { not: filter(entity, depth + 1) } : condition(entity);
  };
  const narrowed = (entity: string) => ({ ...(often(0.5) ? { filter: filter(entity) } : {}), ...(often(0.25) ? { search: guess().slice(0, 3 + below(12)) } : {}) });
  const asked = (entity: string) => ({ ...narrowed(entity), ...(often(0.5) ? { sort: fieldsOf(entity, 2).map((field) => ({ field, desc: often(0.5) })) } : {}) });
  const post = (path: string, body: unknown, more: Partial<Question> = {}): Question => ({ who: pick(readers), method: 'POST', path, body, ...more });
  const get = (path: string, more: Partial<Question> = {}): Question => ({ who: pick(readers), method: 'GET', path, ...more });
  const records = (entity: string, rest = ''): string => `/api/records/${entity}${rest}`;

  const kinds: readonly (readonly [number, () => Question])[] = [
    [8, () => { const of = entityOf(); return post(records(of, '/query'), { ...asked(of), ...(often(0.4) ? { fields: fieldsOf(of, 4) } : {}), limit: 1 + below(9) }, often(0.4) ? { then: 'nextPage' } : {}); }],
    [2, () => { const of = entityOf(); return post(records(of, '/query'), { ...asked(of), expand: [pick(RELATED[of] ?? [])[0]], limit: 1 + below(6) }); }],
    [3, () => { const of = entityOf(); return post(records(of, '/count'), narrowed(of)); }],
    [3, () => { const of = entityOf(); return post(records(of, '/group'), { ...narrowed(of), by: fieldsOf(of, 2).map((field) => ({ field, ...(often(0.2) ? { bucket: pick(BUCKETS) } : {}) })), aggregates: [{ aggregate: 'count' }, ...fieldsOf(of, 2).map((field) => ({ aggregate: pick(AGGREGATES), field }))] }); }],
    [3, () => { const of = entityOf(); return post(records(of, '/distinct'), { ...narrowed(of), field: fieldOf(of), ...(often(0.3) ? { startsWith: guess().slice(0, 2) } : {}) }); }],
    [3, () => { const of = entityOf(); return post(records(of, '/export'), { ...asked(of), format: pick(['csv', 'json', 'csv', 'xlsx']), ...(often(0.3) ? { fields: [fieldOf(of), fieldOf(of)] } : {}) }); }],
    [3, () => { const of = entityOf(); return get(records(of, `/${id(of)}`)); }],
    [2, () => get(records('customer', `/${id('customer')}/history`))],
    [1, () => get(records(entityOf(), '/trash'))],
    [1, () => get(records('customer', `/${id('customer')}/instances`))],
    [2, () => post(records('customer', '/duplicates'), { values: { name: guess(), id_card: guess(), phone: guess() }, ...(often(0.3) ? { id: id('customer') } : {}) })],
    [1, () => post(records('customer', `/${id('customer')}/buttons/${pick(['call', 'peek', 'pull', 'no_such'])}`), undefined, { who: pick(readers.filter((who) => who !== 'viewer')) })],
    // Changes that are refused in either world: nothing may be different between the questions.
    [2, () => ({ who: pick(readers), method: 'PATCH', path: records('customer', `/${id('customer')}`), body: { version: 77, values: { [pick(['credit_limit', 'id_card', 'score', 'nothing', 'remark', 'phone'])]: pick(guesses) } } })],
    [1, () => post(records('contact'), { values: { name: 'x', customer: idOf('customer', pick([20, 21, 22, 30, 41, 99])) } })],
    [1, () => ({ who: pick(readers), method: 'DELETE', path: records('customer', `/${id('customer')}?version=77`) })],
    [2, () => post(records('customer', '/bulk'), { mode: 'each', changes: [{ op: 'upsert', by: [pick(['id_card', 'email', 'tag', 'phone'])], values: { id_card: guess(), email: guess(), name: 'x' } }, { op: 'delete', id: id('customer'), version: 77 }, { op: 'update', id: id('customer'), version: 77, values: { phone: guess() } }] })],
    [1, () => post(records('customer', `/${id('customer')}/merge`), { version: 77, others: [{ id: id('customer'), version: 77 }], values: {} })],
    [1, () => post(records('customer', `/${idOf('customer', pick([10, 21, 30, 41, 42, 99]))}/restore`), undefined)],
    [1, () => post('/api/exports', { entity: 'customer', format: 'csv', ...asked('customer'), ...(often(0.3) ? { fields: [fieldOf('customer')] } : {}) }, { then: 'exportFile' })],
    [1, () => ({ who: readers.includes('rep') ? 'rep' : pick(readers), method: 'POST', path: '/api/imports?fileName=guess.csv&entity=customer', body: csvOf([['name', 'id_card', 'email', 'head'], ...[0, 1, 2].map(() => [guess(), guess(), guess(), guess()])]), then: 'previewImport', more: { mode: pick(['create', 'update', 'upsert']), matchBy: [pick(['email', 'id_card', 'name', 'externalKey'])] } })],
    [1, () => get(pick(['/api/app', '/api/session', '/api/member-options', `/api/member-options?search=${encodeURIComponent(guess().slice(0, 5))}`, '/api/departments', '/api/exports', '/api/imports', '/api/tasks', '/api/task-count', '/api/keys', '/api/shares', '/api/account', '/api/design/entities', '/api/members', '/api/audit', '/api/openapi.json']))],
    [2, () => get(`/api/tasks/${pick(known.tasks)}`, { who: pick(readers.filter((who) => who !== 'key')) })],
    [1, () => get(`/api/instances/${pick(known.instances)}`, { who: pick(readers.filter((who) => who !== 'key')) })],
    [2, () => get(`/api/files/customer/${id('customer')}/${pick(['paper', 'contract', 'no_such', 'name'])}/${known.fileIds[pick(['paper', 'contract'] as const)]}`)],
    [2, () => post('/api/access/explain', { action: pick(['read', 'update', 'export', 'delete', 'share']), entity: entityOf(), ...(often(0.6) ? { field: fieldOf('customer') } : {}), ...(often(0.6) ? { record: id('customer') } : {}) })],
    [1, () => post('/api/shares', { kind: 'record', entity: 'customer', record: idOf('customer', pick([10, 21, 30, 99])), fields: [fieldOf('customer')] })],
    ...linkQuestions(known, asked, guess, fieldOf),
  ];
  const lots = kinds.flatMap(([times, make]) => Array.from({ length: times }, () => make));
  return Array.from({ length: known.asMany }, () => pick(lots)());
}

function linkQuestions({ links, chance: { pick, below, often } }: Known, asked: (entity: string) => Record<string, unknown>, guess: () => string, fieldOf: (entity: string) => string): (readonly [number, () => Question])[] {
  const of = (link: 'recordLink' | 'viewLink' | 'formLink', rest: string, body: unknown, then?: 'nextPage'): Question => ({ who: link, method: 'POST', path: `/api/shared/${links[link] ?? 'no'.repeat(12)}/${rest}`, body, ...(then ? { then } : {}) });
  if (Object.keys(links).length === 0) return [];
  return [
    [1, () => of(pick(['recordLink', 'viewLink', 'formLink'] as const), 'open', {})],
    [3, () => of('viewLink', 'query', { query: { ...asked('customer'), limit: 1 + below(6) } })],
    [1, () => of('recordLink', 'query', { query: asked('customer') })],
    [1, () => of('formLink', 'records', { values: { name: often(0.5) ? '' : guess(), [fieldOf('customer')]: guess(), no_such: 'x' } })],
  ];
}

const csvOf = (lines: readonly (readonly string[])[]): Buffer => Buffer.from(lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n'));
