import { describe, expect, it } from '@jest/globals';
import type { FieldDocument } from '@tessera/contract';
import { fieldType, type FieldModel } from '@tessera/model';
import { bytesIn } from '../../imports/workbook/workbook-bytes.ts';
import { openWorkbook } from '../../imports/workbook/open-workbook.ts';
import { csvFile } from './csv-file.ts';
import type { ExportColumn, ExportTable } from './export-file.ts';
import { jsonFile } from './json-file.ts';
import { xlsxFile } from './xlsx-file.ts';

const column = (type: FieldDocument['type'], options?: FieldDocument['options']): ExportColumn => {
  const document: FieldDocument = { key: type, type, label: { en: `The ${type}`, 'zh-CN': type }, ...(options ? { options } : {}) };
  const field = { key: type, document, valueDocument: document, type: fieldType(type), valueType: fieldType(type), system: false, computed: false } as unknown as FieldModel;
  return { name: type, field };
};
const CHOICES = { choices: [{ value: 'a', label: { en: 'A Key', 'zh-CN': '重点' } }] };
const COLUMNS = [column('text'), column('number'), column('money', { scale: 2 }), column('percent'), column('date'), column('datetime'), column('checkbox'), column('select', CHOICES), column('relation', { entity: 'x' }), column('duration')];

const table = (rows: unknown[][], columns = COLUMNS): ExportTable => ({
  name: 'Sales: [2024]', columns, locale: 'en', timeZone: 'Asia/Shanghai',
  rows: (async function* () {
    for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2);
  })(),
});
async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
async function readBack(rows: unknown[][], columns?: ExportColumn[]): Promise<{ sheets: readonly string[]; cells: (readonly string[])[] }> {
  const workbook = await openWorkbook(bytesIn(await bytesOf(xlsxFile(table(rows, columns)))));
  const cells: (readonly string[])[] = [];
  for await (const row of workbook.sheet(null).rows()) cells.push(row.cells);
  workbook.close();
  return { sheets: workbook.sheets, cells };
}

const ROW = ['=1+1', '-12.5', '1234567.80', '0.15', '2024-02-29', '2024-05-01T00:30:00.000Z', true, 'a', 'Alfreds & <Co>', '93784'];

describe('a workbook', () => {
  it('holds texts, real numbers, percentages, dates and yes or no, and is read back as what it was', async () => {
    const { sheets, cells } = await readBack([ROW, ROW.map(() => null), ROW]);
    const wanted = ['=1+1', '-12.5', '1234567.8', '15%', '2024-02-29', '2024-05-01 08:30:00', 'TRUE', 'A Key', 'Alfreds & <Co>', '26:03:04'];
    expect(sheets).toEqual(['Sales   2024']);
    expect(cells).toEqual([COLUMNS.map(({ name }) => `The ${name}`), wanted, wanted]);
  });

  it.each([
    ['line breaks and control characters', 'a\nb\u0001\u001fc\td', 'a\nb\u0001\u001fc\td'],
    ['what looks like an escape', '_x0041_', '_x0041_'],
    ['spaces at the ends', '  a ', '  a '],
    ['all of Unicode', '中😀é', '中😀é'],
    ['XML', ']]>&lt;"\'', ']]>&lt;"\''],
  ])('keeps %s', async (_, text, read) => {
    expect((await readBack([[text]], [column('text')])).cells[1]).toEqual([read]);
  });

  it('keeps a number of more digits than a spreadsheet has as a text', async () => {
    expect((await readBack([['12345678901234567.5'], ['0.1']], [column('number')])).cells.slice(1)).toEqual([['12345678901234567.5'], ['0.1']]);
  });

  it('has every part that a reader looks for, each named where it should be', async () => {
    const zip = (await bytesOf(xlsxFile(table([ROW])))).toString('latin1');
    for (const part of ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/worksheets/sheet1.xml']) expect(zip.split(part).length).toBeGreaterThan(2);
  });

  it('goes on while its reader is slow, and stops when the reader goes away', async () => {
    let asked = 0;
    const endless: ExportTable = { ...table([]), columns: [column('text')], rows: (async function* () { for (;; asked += 1) yield Array.from({ length: 1000 }, (_, n) => [`${asked} ${n} ${Math.random()}`]); })() };
    for await (const _ of xlsxFile(endless)) if (asked > 20) break;
    const then = asked;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked - then).toBeLessThan(3);
  });
});

describe('the other files', () => {
  it('are a CSV that no spreadsheet runs', async () => {
    expect((await bytesOf(csvFile(table([ROW])))).toString()).toBe(
      `\uFEFF${COLUMNS.map(({ name }) => `The ${name}`).join(',')}\r\n'=1+1,-12.5,1234567.80,15%,2024-02-29,2024-05-01 08:30:00,yes,A Key,Alfreds & <Co>,26:03:04\r\n`,
    );
  });

  it('are JSON, whatever is in it', async () => {
    for (const rows of [[], [ROW], [ROW, ROW, ROW]]) expect(JSON.parse((await bytesOf(jsonFile(table(rows)))).toString())).toEqual(rows.map((row) => Object.fromEntries(COLUMNS.map(({ name }, at) => [name, row[at]]))));
  });
});
