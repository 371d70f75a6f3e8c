/** Texts that a spreadsheet would run as formulas: wherever people can put them, no file that leaves here runs them. */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import type { RecordView } from '@tessera/contract';
import { memberId, ok } from './testing/crm-server.ts';
import { entity, field, relation, startGuardedWorld, type GuardedWorld } from './testing/guarded-world.ts';

const EVIL = ['=1+1', '=HYPERLINK("http://evil.example","x")', '+cmd|\' /C calc\'!A0', '-2+3', '@SUM(1,1)', '\t=1+1', '\r\n=1+1', ' =1+1', '＝1+1', '＋1', '－1', '＠x', '=1+1;', '"=1+1'];
/** What a spreadsheet begins a formula with; a number may begin with a sign. */
const RUNS = /^\s*[=+\-@＝＋－＠]/;
const isNumber = (cell: string): boolean => /^-?\d+(\.\d+)?%?$/.test(cell);

let world: GuardedWorld;
let records: RecordView[];
beforeAll(async () => {
  world = await startGuardedWorld();
  const { admin } = world;
  const document = entity('sheet', [
    { ...field('name', 'text'), label: { en: '=cmd|1', 'zh-CN': '=cmd|1' } },
    field('note', 'longText'),
    field('choice', 'select', { options: { choices: [{ value: 'x', label: { en: '=choice' } }] } }),
    field('many', 'multiSelect', { options: { choices: [{ value: 'x', label: { en: '@many' } }, { value: 'y', label: { en: 'y' } }] } }),
    field('who', 'member'),
    field('staff', 'members'),
    field('papers', 'file'),
    field('place', 'address'),
    field('minus', 'number'),
    field('share', 'percent'),
    relation('up', 'sheet'),
    relation('all', 'sheet', { cardinality: 'manyToMany' }),
    field('above', 'lookup', { options: { relation: 'up', field: 'name' } }),
    field('said', 'formula', { options: { expression: '"=" & name' } }),
    field('html', 'richText'),
  ]);
  ok(await admin.put('/api/design/entities/sheet', { version: 0, document }));
  const evil = await world.join(admin, { name: '=evil()', email: 'evil@example.com', roles: ['agent'] });
  const papers = [{ id: ok(await admin.send('POST', `/api/files?fileName=${encodeURIComponent('=file.txt')}&entity=sheet&field=papers`, Buffer.from('x'))).id }];
  records = [];
  for (const text of EVIL) {
    const name = text.replaceAll(/[\t\r\n]/g, ' ');
    const values = { name, note: text, choice: 'x', many: ['x', 'y'], who: memberId(evil), staff: [memberId(evil)], place: { detail: name }, minus: '-5', share: '-0.15', html: `<p>${text.replaceAll('<', '')}</p>` };
    records.push(await world.make(admin, 'sheet', { ...values, ...(records[0] ? { up: records.at(-1)?.id, all: records.slice(-2).map(({ id }) => id) } : { papers }) }));
  }
});
afterAll(() => world.stop());

const csvCells = (text: string): string[] => (parse(text, { bom: true, relax_quotes: true }) as string[][]).flat();

describe('a file that leaves', () => {
  it('as CSV holds no cell that a spreadsheet runs, in its header, its labels and its values; numbers stay numbers', async () => {
    const { text } = await world.ask(world.admin, 'export', {}, 'sheet');
    const cells = csvCells(text);
    expect(cells.length).toBeGreaterThan(EVIL.length * 15);
    expect(cells.filter((cell) => RUNS.test(cell) && !isNumber(cell))).toEqual([]);
    for (const disarmed of ["'=cmd|1", "'=choice", "'@many, y", "'=evil()", "'=file.txt", ...EVIL.slice(0, 5).map((one) => `'${one}`)]) expect(cells).toContain(disarmed);
    expect(cells.filter((cell) => cell === '-5')).toHaveLength(EVIL.length);
  });

  it('as a workbook holds texts and no formula', async () => {
    const started = ok(await world.admin.post('/api/exports', { entity: 'sheet', format: 'xlsx' }));
    for (let waited = 0; waited < 20_000 && ok(await world.admin.get(`/api/exports/${started.id}`)).status !== 'done'; waited += 25) await new Promise((resolve) => setTimeout(resolve, 25));
    const answer = await world.app.inject({ method: 'GET', url: `/api/exports/${started.id}/file`, headers: { cookie: [...world.admin.cookies].map(([key, value]) => `${key}=${value}`).join('; ') } });
    const parts = unzipSync(answer.rawPayload);
    const xml = Object.entries(parts).filter(([path]) => path.endsWith('.xml')).map(([, bytes]) => new TextDecoder().decode(bytes)).join('\n');
    expect(xml).toContain('HYPERLINK');
    expect(xml).not.toMatch(/<f[ >/]|<hyperlink|<oleObject|<externalReference|<definedName|TargetMode="External"/i);
    expect(xml).not.toMatch(/<c [^>]*t="str"/);
  });

  it('as JSON holds the values as they are', async () => {
    const rows = JSON.parse((await world.ask(world.admin, 'export', { format: 'json', fields: ['note'] }, 'sheet')).text) as { note: string }[];
    expect(rows.map(({ note }) => note).sort()).toEqual(records.map(({ values }) => values['note']).sort());
  });

  it('with rows that were refused holds none, in the header, the cells and the reasons', async () => {
    const { admin } = world;
    const file = `=name,=share\n${EVIL.map((text) => `"${text.replaceAll('"', '""')}","${text.replaceAll('"', '""')}"`).join('\n')}\n`;
    const upload = ok(await admin.send('POST', `/api/imports?fileName=${encodeURIComponent('=evil.csv')}&entity=sheet`, Buffer.from(file)));
    ok(await admin.post(`/api/imports/${upload.id}/run`, { columns: [{ column: 0, field: 'name' }, { column: 1, field: 'share' }], nullWords: [] }));
    for (let waited = 0; waited < 20_000 && ok(await admin.get(`/api/imports/${upload.id}`)).status !== 'done'; waited += 25) await new Promise((resolve) => setTimeout(resolve, 25));
    const answer = await admin.get(`/api/imports/${upload.id}/refused.csv`);
    const cells = csvCells(answer.text);
    expect(cells.length).toBeGreaterThan(30);
    expect(cells.filter((cell) => RUNS.test(cell) && !isNumber(cell))).toEqual([]);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''/);
  });

  it('comes back by an import as text, with the apostrophe that disarmed it', async () => {
    const { admin } = world;
    const { text } = await world.ask(admin, 'export', { fields: ['name', 'note'], filter: { field: 'name', op: 'eq', value: '=1+1' } }, 'sheet');
    const upload = ok(await admin.send('POST', '/api/imports?fileName=a.csv&entity=sheet', Buffer.from(text)));
    ok(await admin.post(`/api/imports/${upload.id}/run`, { columns: [{ column: 0, field: 'name' }, { column: 1, field: 'note' }], nullWords: [] }));
    for (let waited = 0; waited < 20_000 && ok(await admin.get(`/api/imports/${upload.id}`)).status !== 'done'; waited += 25) await new Promise((resolve) => setTimeout(resolve, 25));
    const names = ok(await world.ask(admin, 'query', { fields: ['name'], filter: { field: 'name', op: 'contains', value: '=1+1' }, limit: 200 }, 'sheet')).rows.map(({ values }: RecordView) => values['name']);
    expect(names.filter((name: string) => name.startsWith("'"))).toEqual(["'=1+1"]);
  });
});
