/** What somebody may not know of records stays unknown, by whatever way they ask; refusals are those for what does not exist. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordView } from '@tessera/contract';
import type { TestAnswer, TestBrowser } from '../testing/test-server.ts';
import { anonymous, memberId, ok, problemsOf } from './testing/crm-server.ts';
import { HIDDEN, MINE, NOBODY, startGuardedWorld, type GuardedWorld } from './testing/guarded-world.ts';

let world: GuardedWorld;
let agent: TestBrowser;
let admin: TestBrowser;
/** The agent's, with links to what is not theirs. */
let firm: RecordView;
let theirSite: RecordView;
let ownSite: RecordView;
const heard: string[] = [];
beforeAll(async () => {
  world = await startGuardedWorld();
  ({ agent, admin } = world);
  const { send } = agent;
  agent.send = async (...request) => {
    const answer = await send.apply(agent, request);
    // What they have asked for by its name is their own.
    if (!JSON.stringify(request).includes('CANARY')) heard.push(`${JSON.stringify(answer.headers)} ${answer.text}`);
    return answer;
  };
  theirSite = await world.site({ name: 'CANARY-site', city: 'Ulm', alarm_code: 'CANARY alarm' });
  ownSite = await world.site({ name: 'Own site', city: 'Ulm', alarm_code: 'CANARY alarm 2', owner: memberId(agent) });
  const vault = await world.make(admin, 'vault', { name: 'CANARY vault' });
  firm = await world.mine({
    name: 'Own firm', city: 'Ulm', tax: 'CANARY-TAX', card: 'CANARY card', credit: '7654321.00', pin: 'PIN-1', secret_site: ownSite.id, secret_sites: [ownSite.id, theirSite.id],
    place: theirSite.id, sites: [theirSite.id, ownSite.id], boxes: [vault.id], lines: [{ title: 'Line', price: '5', cost: '7654321', at: theirSite.id }],
  });
  await world.make(admin, 'vault', { name: 'CANARY vault of the firm', firm: firm.id });
  await world.make(admin, 'deal', { name: 'CANARY deal', amount: '7654321.00', margin: '7654321.00', firm: firm.id, firms: [firm.id] });
  await world.make(admin, 'deal', { name: 'Own deal', amount: '7.00', margin: '7654321.00', firm: firm.id, owner: memberId(agent) });
  await world.firm({ name: 'CANARY firm', code: 'TAKEN', tax: 'CANARY-TAX-2', memo: 'CANARY memo' });
});
afterAll(() => world.stop());

const ask = (question: string, body: unknown, of?: string): Promise<TestAnswer> => world.ask(agent, question, body, of);
const count = async (filter: unknown, of?: string): Promise<number> => ok(await ask('count', { filter }, of)).count;

describe('a field that is hidden', () => {
  const questions: readonly (readonly [string, (name: string) => Promise<TestAnswer>])[] = [
    ['asked whether it is empty', (name) => ask('query', { filter: { field: name, op: 'isEmpty' } })],
    ['compared', (name) => ask('count', { filter: { not: { field: name, op: 'eq', value: 'x' } } })],
    ['compared by an operator that does not exist', (name) => ask('count', { filter: { field: name, op: 'smells' } })],
    ['followed to its rows', (name) => ask('count', { filter: { related: name, count: { op: 'gte', value: 0 } } })],
    ['followed to some of its rows', (name) => ask('count', { filter: { related: name, some: { and: [] } } })],
    ['compared in a related record', (name) => ask('count', { filter: { related: 'hq', some: { field: name, op: 'isEmpty' } } })],
    ['reached by a path', (name) => ask('query', { filter: { field: `hq.${name}`, op: 'isEmpty' } })],
    ['sorted by', (name) => ask('query', { sort: [{ field: name }] })],
    ['asked to be sent', (name) => ask('query', { fields: ['name', name] })],
    ['expanded', (name) => ask('query', { expand: [name] })],
    ['grouped by', (name) => ask('group', { by: [{ field: name }], aggregates: [{ aggregate: 'count' }] })],
    ['grouped by where nothing matches', (name) => ask('group', { filter: { or: [] }, by: [{ field: name }], aggregates: [{ aggregate: 'count' }] })],
    ['summed up', (name) => ask('group', { by: [], aggregates: [{ aggregate: 'sum', field: name }] })],
    ['counted', (name) => ask('group', { by: [], aggregates: [{ aggregate: 'unique', field: name }] })],
    ['asked for its values', (name) => ask('distinct', { field: name })],
    ['exported', (name) => ask('export', { fields: [name] })],
    ['exported in an order', (name) => ask('export', { sort: [{ field: name }] })],
    ['exported in the background', (name) => agent.post('/api/exports', { entity: 'firm', format: 'json', filter: { field: name, op: 'isEmpty' } })],
    ['written', (name) => agent.patch(`/api/records/firm/${firm.id}`, { values: { [name]: null } })],
    ['written to a new record', (name) => agent.post('/api/records/firm', { values: { name: 'x', [name]: 'x' } })],
    ['written among many', (name) => ask('bulk', { mode: 'all', changes: [{ op: 'update', id: firm.id, values: { [name]: 'x' } }] })],
    ['used to name a record', (name) => ask('bulk', { mode: 'all', changes: [{ op: 'upsert', by: [name], values: { name: 'x', [name]: 'x' } }] })],
    ['used to name a record beside another one', (name) => ask('bulk', { mode: 'all', changes: [{ op: 'upsert', by: ['code', name], values: { name: 'x', code: 'x', [name]: 'x' } }] })],
    ['pressed', (name) => agent.post(`/api/records/firm/${firm.id}/buttons/${name}`)],
    ['given a file', (name) => agent.send('POST', `/api/files?fileName=a.txt&entity=firm&field=${name}`, Buffer.from('x'))],
    ['asked for a file', (name) => agent.get(`/api/files/firm/${firm.id}/${name}/${NOBODY}`)],
    ['given as a value of duplicates', (name) => ask('duplicates', { values: { [name]: 'x' } })],
  ];

  it.each(questions)('that is %s is answered as if there were none', async (_, question) => {
    const missing = await question('no_such');
    for (const name of HIDDEN) {
      const answer = await question(name);
      expect([answer.status < 500, missing.status < 500]).toEqual([true, true]);
      expect([name, anonymous(answer)]).toEqual([name, anonymous(missing).replaceAll('no_such', name)]);
    }
  });

  it.each(['place.alarm_code', 'lines.cost', 'boxes.name', 'secret_site.name', 'deal:firm.margin'])('%s of other records is answered the same way', async (path) => {
    for (const [question, body] of [['query', { fields: ['no_such'] }], ['query', { sort: [{ field: 'no_such' }] }], ['count', { filter: { field: 'no_such', op: 'isEmpty' } }], ['group', { by: [{ field: 'no_such' }], aggregates: [{ aggregate: 'count' }] }], ['distinct', { field: 'no_such' }], ['export', { fields: ['no_such'] }]] as const) {
      const answer = await ask(question, JSON.parse(JSON.stringify(body).replace('no_such', path)));
      expect([answer.status, anonymous(answer)]).toEqual([400, anonymous(await ask(question, body)).replaceAll('no_such', path)]);
    }
  });

  it('of related rows cannot be asked for inside of a condition', async () => {
    for (const [related, field] of [['deal:firm', 'margin'], ['lines', 'cost'], ['sites', 'alarm_code'], ['place', 'alarm_code'], ['boxes', 'name']]) {
      const answer = await ask('count', { filter: { related, some: { field, op: 'isNotEmpty' } } });
      expect([related, answer.status, answer.body.fields]).toEqual([related, 400, [expect.objectContaining({ path: 'filter.some.field', code: 'FIELD_NOT_FOUND' })]]);
    }
    for (const related of ['vault:firm', 'firm:secret_site', 'nope:firm']) expect(problemsOf(await ask('query', { expand: [related] }))).toEqual(['expand.0 FIELD_NOT_FOUND']);
  });

  it('has no trace in the app, the session, the record, its history, its exports or its duplicates', async () => {
    for (const path of ['/api/app', '/api/session', `/api/records/firm/${firm.id}`, `/api/records/firm/${firm.id}/history`]) {
      const { text } = await agent.get(path);
      for (const name of HIDDEN) expect([path, name, new RegExp(`"${name}"|${name} 字段`).test(text)]).toEqual([path, name, false]);
    }
    for (const format of ['csv', 'json']) expect((await ask('export', { format })).text).not.toMatch(/tax|credit|secret|alarm|margin|CANARY|7654321/);
    expect((await admin.get('/api/app')).text).toMatch(/"tax"/);
  });
});

describe('rows that are out of sight', () => {
  it.each<[string, unknown, number]>([
    ['how many deals there are', { related: 'deal:firm', count: { op: 'eq', value: 1 } }, 1],
    ['whether there are more', { related: 'deal:firm', count: { op: 'gt', value: 1 } }, 0],
    ['a deal by name', { related: 'deal:firm', some: { field: 'name', op: 'startsWith', value: 'CANARY' } }, 0],
    ['whether every deal is theirs', { related: 'deal:firm', every: { field: 'name', op: 'eq', value: 'Own deal' } }, 1],
    ['links from a deal', { related: 'deal:firms', count: { op: 'gte', value: 1 } }, 0],
    ['how many sites there are', { related: 'sites', count: { op: 'eq', value: 1 } }, 1],
    ['whether every site is theirs', { related: 'sites', every: { field: 'name', op: 'eq', value: 'Own site' } }, 1],
    ['a place that has something', { related: 'place', some: { and: [] } }, 0],
    ['a place that has nothing', { related: 'place', none: { and: [] } }, 1],
    ['a row of lines by its site', { related: 'lines', some: { field: 'at.name', op: 'isNotEmpty' } }, 0],
    ['boxes', { related: 'boxes', count: { op: 'gte', value: 1 } }, 0],
    ['whether the place is empty', { field: 'place', op: 'isEmpty' }, 1],
    ['what the place is called', { field: 'place.name', op: 'isNotEmpty' }, 0],
    ['the value looked up there', { field: 'place_name', op: 'isNotEmpty' }, 0],
    ['the sum of amounts', { field: 'deal_sum', op: 'eq', value: '7' }, 1],
    ['the names of deals', { field: 'deal_names', op: 'contains', value: 'canary' }, 0],
    ['the names of sites', { field: 'site_names', op: 'contains', value: 'canary' }, 0],
    ['how many boxes are counted', { field: 'box_count', op: 'eq', value: '0' }, 1],
    ['a formula over the place', { field: 'place_says', op: 'contains', value: 'Ulm' }, 0],
  ])('are not told of by %s', async (_, filter, expected) => {
    expect(await count(filter)).toBe(expected);
  });

  it('are not told of by their ids, whatever is compared with them', async () => {
    for (const id of [theirSite.id, NOBODY]) {
      const conditions = [{ field: 'place', op: 'eq', value: id }, { field: 'place', op: 'in', value: [id] }, { field: 'sites', op: 'contains', value: id }, { field: 'sites', op: 'in', value: [id] }, { related: 'lines', some: { field: 'at', op: 'eq', value: id } }];
      expect(await Promise.all(conditions.map((filter) => count(filter)))).toEqual([0, 0, 0, 0, 0]);
      expect(await count({ field: 'place', op: 'ne', value: id })).toBe(1);
    }
    expect(await count({ field: 'sites', op: 'contains', value: ownSite.id })).toBe(1);
  });

  it('are in no group, no list of values, no order and no list of related records', async () => {
    expect(ok(await ask('group', { by: [{ field: 'place' }], aggregates: [{ aggregate: 'count' }, { aggregate: 'filled', field: 'place' }, { aggregate: 'sum', field: 'deal_sum' }] })).groups).toEqual([{ keys: [null], values: [1, 0, '7.00'] }]);
    expect(ok(await ask('distinct', { field: 'place' })).items).toEqual([]);
    const [row] = ok(await ask('query', { sort: [{ field: 'place' }, { field: 'place.name' }], expand: ['place', 'sites', 'boxes', 'deal:firm', 'deal:firms', 'lines'] })).rows;
    expect(row.values).toMatchObject({ place: null, boxes: [], 'deal:firms': [], sites: [{ id: ownSite.id }], 'deal:firm': [{ label: 'Own deal' }], lines: [{ values: { at: null } }] });
    expect(Object.keys(row.values['deal:firm'][0].values)).not.toContain('margin');
    expect(ok(await ask('query', {}, 'firm_row')).rows).toMatchObject([{ values: { title: 'Line', at: null } }]);
  });

  it('say nothing through a button, which shows and sets what whoever presses it may see', async () => {
    const press = (button: string, by = agent): Promise<TestAnswer> => by.post(`/api/records/firm/${firm.id}/buttons/${button}`);
    expect(ok(await press('map')).url).toBe('https://maps.example.com/?q=');
    expect(ok(await press('sums')).record.values.memo).toBe('Own deal7');
    expect(ok(await press('pull')).record.values.memo).toBeNull();
    expect((await press('peek')).status).toBe(404);
    expect(ok(await press('map', admin)).url).toContain('CANARY');
    expect((await admin.post(`/api/records/firm/${firm.id}/buttons/peek`)).body.url).toContain('CANARY-TAX');
  });

  it('are not in the trash of whoever may not see them, nor brought back by them', async () => {
    const gone = await world.firm({ name: 'CANARY gone' });
    const own = await world.mine({ name: 'Own gone', secret_site: theirSite.id });
    for (const { id } of [gone, own]) ok(await admin.delete(`/api/records/firm/${id}`));
    expect(ok(await agent.get('/api/records/firm/trash')).items.map(({ label }: { label: string }) => label)).toEqual(['Own gone']);
    for (const id of [gone.id, NOBODY]) expect((await agent.post(`/api/records/firm/${id}/restore`)).body.code).toBe('RECORD_NOT_FOUND');
    const back = ok(await agent.post(`/api/records/firm/${own.id}/restore`));
    expect(Object.keys(back.values)).not.toContain('secret_site');
    expect((await agent.get('/api/records/vault/trash')).status).toBe(404);
    ok(await agent.delete(`/api/records/firm/${own.id}`));
  });

  it('are not named by a title that is hidden', async () => {
    await world.saveRole('nameless', [{ effect: 'allow', actions: ['read', 'delete', 'export'], entity: 'firm' }, { effect: 'deny', actions: ['read', 'export'], entity: 'firm', fields: ['name'] }, { effect: 'allow', actions: ['read'], entity: 'deal' }]);
    const nameless = await world.join(admin, { name: 'N', email: 'n@example.com', roles: ['nameless'] });
    const answers = [await nameless.get('/api/records/firm/trash'), await world.ask(nameless, 'query', { expand: ['firm'] }, 'deal'), await world.ask(nameless, 'distinct', { field: 'firm' }, 'deal'), await world.ask(nameless, 'export', { format: 'json' }), await world.ask(nameless, 'query', { search: 'firm' })];
    for (const { status, text } of answers) expect([status, /Own firm|CANARY firm|Own gone|CANARY gone/.test(text)]).toEqual([200, false]);
    expect(ok(answers[0] as TestAnswer).items).toHaveLength(2);
  });
});

describe('what may be read and not exported', () => {
  it('is left out, refused by name, and does not name what is linked to', async () => {
    await world.saveRole('exporter', [
      { effect: 'allow', actions: ['read'], entity: '*' },
      { effect: 'allow', actions: ['export'], entity: 'firm', where: MINE },
      { effect: 'allow', actions: ['export'], entity: 'site' },
      { effect: 'deny', actions: ['export'], entity: 'site', fields: ['name'] },
      { effect: 'deny', actions: ['export'], entity: 'firm', fields: ['tax', 'credit', 'card'] },
    ]);
    const exporter = await world.join(admin, { name: 'Ex', email: 'ex@example.com', roles: ['exporter'] });
    const own = await world.firm({ name: 'To export', city: 'Ulm', place: theirSite.id, sites: [theirSite.id], owner: memberId(exporter), credit: '7654321.00', tax: 'CANARY-TAX-3', secret_site: theirSite.id });
    await world.make(admin, 'deal', { name: 'CANARY deal 3', amount: '7654321.00', firm: own.id });
    const [row, ...others] = JSON.parse((await world.ask(exporter, 'export', { format: 'json' })).text);
    expect(others).toEqual([]);
    // Of a site it may leave that there is one; of a vault or a deal nothing.
    expect(row).toMatchObject({ name: 'To export', place: '', sites: [''], boxes: [] });
    for (const field of ['tax', 'credit', 'twice_credit', 'card', 'place_name', 'place_says', 'site_names', 'deal_sum', 'deal_names', 'margins']) {
      expect([field, Object.hasOwn(row, field)]).toEqual([field, false]);
      const answer = await world.ask(exporter, 'export', { fields: ['name', field] });
      expect([field, answer.status, problemsOf(answer)]).toEqual([field, 400, ['fields.1 FIELD_NOT_EXPORTABLE']]);
      expect(problemsOf(await exporter.post('/api/exports', { entity: 'firm', format: 'csv', fields: [field] }))).toEqual(['fields.0 FIELD_NOT_EXPORTABLE']);
    }
    for (const body of [{}, { format: 'json' }, { fields: ['place', 'sites', 'boxes'] }]) expect((await world.ask(exporter, 'export', body)).text).not.toMatch(/CANARY|7654321/);
    expect((await world.ask(exporter, 'export', {}, 'deal')).body.code).toBe('RECORD_ACTION_FORBIDDEN');
  });
});

describe('a designer without rights to records', () => {
  it('is shown no value by a formula, a plan, or anything else of the design', async () => {
    const { designer } = world;
    const preview = (expression: string): Promise<TestAnswer> => designer.post('/api/design/entities/firm/formula', { expression, record: firm.id });
    for (const expression of ['name', 'tax & name', 'place.name', 'deal_sum', 'CONCAT(deal_names)', '1 + 1']) expect(ok(await preview(expression))).toMatchObject({ value: null, problems: [] });
    const { items } = ok(await designer.get('/api/design/entities'));
    const { version, document } = items.find((one: { document: { key: string } }) => one.document.key === 'firm');
    const fields = document.fields.map((one: { key: string; label: unknown }) => (one.key === 'tax' ? { ...one, unique: false, type: 'number', options: {} } : one.key === 'city' ? { ...one, required: true } : one));
    const plan = ok(await designer.post('/api/design/entities/firm/plan', { version, document: { ...document, fields, duplicateRules: [] } }));
    expect(plan.previews.map(({ kind, samples }: { kind: string; samples: unknown[] }) => `${kind} ${samples.length}`).sort()).toEqual(['convert 0', 'required 0']);
    expect(plan.previews.every(({ records }: { records: number }) => records > 0)).toBe(true);
    for (const path of ['/api/design/entities/firm/uses', '/api/design/trash', '/api/design/aids', '/api/app']) expect((await designer.get(path)).text).not.toContain('CANARY');
    expect((await world.ask(designer, 'query', {})).status).toBe(404);
    expect((await designer.send('POST', '/api/imports?fileName=a.csv&entity=firm', Buffer.from('name\nx\n'))).status).toBe(404);
  });
});

it('sends an agent nothing that is hidden, in no answer of all of these', () => {
  expect(heard.length).toBeGreaterThan(300);
  expect(heard.filter((text) => /CANARY|7654321|15308642/.test(text))).toEqual([]);
});
