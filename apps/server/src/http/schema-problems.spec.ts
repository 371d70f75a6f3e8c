import { describe, expect, it } from '@jest/globals';
import { MAX_BULK_CHANGES, routes, type Route } from '@tessera/contract';
import { compileRoute } from './route-schemas.ts';

const ID = '00000000-0000-7000-8000-000000000000';
const problemsOf = (route: Route, body: unknown, params: Record<string, string> = { entity: 'firm', id: ID, key: 'firm' }): string[] =>
  compileRoute(route).check({ params: Object.fromEntries(Object.keys((route.params as { properties?: object } | undefined)?.properties ?? {}).map((key) => [key, params[key]])), query: {}, body }).map(({ path, code }) => `${path} ${code}`);
const bulk = (...changes: unknown[]): string[] => problemsOf(routes.changeRecords, { mode: 'all', changes });

describe('problems of a request', () => {
  it('of one of several kinds are those of the kind that was meant', () => {
    expect(bulk({ op: 'update', id: ID })).toEqual(['changes.0.values FIELD_REQUIRED']);
    expect(bulk({ op: 'create', values: {}, id: ID }, { op: 'delete', id: 'x' })).toEqual(['changes.0.id FIELD_UNKNOWN', 'changes.1.id TEXT_NOT_ID']);
    expect(bulk({ op: 'upsert', by: [], values: [] })).toEqual(['changes.0.by LIST_TOO_SHORT', 'changes.0.values VALUE_TYPE']);
    expect(bulk(...Array.from({ length: 12 }, (_, at) => (at === 1 ? { op: 'update', id: ID, values: {}, version: 0 } : at === 10 ? { op: 'create' } : { op: 'create', values: {} })))).toEqual(['changes.1.version NUMBER_TOO_SMALL', 'changes.10.values FIELD_REQUIRED']);
  });

  it('of a kind that does not exist name those that do', () => {
    const [problem, ...others] = compileRoute(routes.changeRecords).check({ params: { entity: 'firm' }, query: {}, body: { mode: 'all', changes: [{ op: 'purge', id: ID }] } });
    expect([problem, others]).toEqual([{ path: 'changes.0.op', code: 'VALUE_NOT_ALLOWED', params: { allowedValues: ['create', 'update', 'delete', 'upsert'] }, message: { en: 'This must be one of: create, update, delete, upsert.', 'zh-CN': '只能是：create, update, delete, upsert。' } }, []]);
    expect(problemsOf(routes.retargetImport, { kind: 'nothing' })).toEqual(['kind VALUE_NOT_ALLOWED']);
  });

  it('are told up to a hundred', () => {
    expect(bulk(...Array.from({ length: MAX_BULK_CHANGES }, () => ({ op: 'create', values: 5, a: 1, b: 2 })))).toHaveLength(100);
  });

  it.each(['urn:uuid:00000000-0000-7000-8000-000000000000', `{${ID}}`, ID.slice(1), `${ID}\n`, '', ID.replaceAll('-', '')])('%s is no id', (id) => {
    expect(problemsOf(routes.updateRecord, { values: {} }, { entity: 'firm', id })).toEqual(['id TEXT_NOT_ID']);
  });
});
