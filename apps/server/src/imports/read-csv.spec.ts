import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from '../platform/csv-text.ts';
import { delimiterOf, headerOf, readCsv, type CsvRow } from './read-csv.ts';

const rowsOf = async (text: string, size = 64 * 1024): Promise<CsvRow[]> => {
  const rows: CsvRow[] = [];
  for await (const row of readCsv(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [])) rows.push(row);
  return rows;
};
const refusal = async (text: string): Promise<unknown> => rowsOf(text).catch(({ code, params }) => [code, params]);

describe('readCsv', () => {
  it('gives each row with the line on which it begins, whatever blank lines and line breaks are around and in it', async () => {
    expect(await rowsOf('\n\na,b\r\n1,"x\r\ny"\r\n\r\n,\r\n"2",3\r4,5\n6,7')).toEqual([
      { line: 3, cells: ['a', 'b'] },
      { line: 4, cells: ['1', 'x\ny'] },
      { line: 8, cells: ['2', '3'] },
      { line: 9, cells: ['4', '5'] },
      { line: 10, cells: ['6', '7'] },
    ]);
  });

  it('keeps rows of another length than the header: they are refused one by one, later', async () => {
    expect((await rowsOf('a,b\n1\n1,2,3\n')).map(({ cells }) => cells.length)).toEqual([2, 1, 3]);
  });

  it.each([
    ['is not closed', 'a,b\n1,2\n3,"4\n5,6\n7,8\n', 3],
    ['is closed too early', 'a,b\n1,2\n"3"x,4\n', 3],
    ['is opened in the middle', 'a,b\n1,2\n3,4"5\n', 3],
  ])('names the line on which a quotation mark %s', async (_, text, line) => {
    expect(await refusal(text)).toEqual(['IMPORT_FILE_INVALID', { line }]);
  });

  it('names the line of a quotation mark that is not closed in a file of many pieces', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => `${n},"quoted ${n}"`);
    rows[15_000] = '15000,"open';
    const text = `a,b\n${rows.slice(0, 15_001).join('\n')}\n${rows.slice(15_001).map((row) => row.replaceAll('"', '')).join('\n')}\n`;
    expect(await refusal(text)).toEqual(['IMPORT_FILE_INVALID', { line: 15_002 }]);
  });

  it('refuses a row that is too long, instead of taking all memory', async () => {
    expect(await refusal(`a,b\n1,2\n${'x'.repeat(1_000_001)},1\n`)).toEqual(['IMPORT_ROW_TOO_LONG', { line: 3, limit: 1_000_000 }]);
  });

  it('never cuts a character in two', async () => {
    for (const before of [65_533, 65_534, 65_535, 65_536]) {
      const [, row] = await rowsOf(`a\n${'x'.repeat(before - 2)}😀😀y\n`);
      expect(row?.cells[0]?.slice(-5)).toBe('😀😀y');
    }
  });

  it.each([
    [',', 'a,b;c,d\n'],
    [';', 'a;b,c;d\n'],
    ['\t', 'a\tb\tc,d\n'],
    [',', '"a;b;c",d\n'],
    [',', 'alone\n'],
    [';', '\uFEFFa;b\n'],
  ])('takes %j for the separator of %j', (mark, text) => {
    expect(delimiterOf(text)).toBe(mark);
  });

  it('reads back whatever rows were written, with their lines', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', '中', '😀', "'", '\t', '='), maxLength: 6 });
    const table = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
        const header = rows[0]?.map((_, n) => `h${n}`) ?? [];
        const text = [header, ...rows].map((row) => csvLine(row)).join('');
        let line = 1;
        const expected = [header, ...rows].flatMap((cells) => {
          const at = line;
          line += 1 + cells.join('').split('\n').length - 1;
          return cells.every((one) => one.trim() === '') ? [] : [{ line: at, cells }];
        });
        // With one column the header says nothing of the separator; then cells must not contain one.
        fc.pre(header.length > 1 || !/[;\t]/.test(text.split('\r\n')[0] ?? ''));
        expect(await rowsOf(text)).toEqual(expected);
        expect(await rowsOf(text, size)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});

describe('headerOf', () => {
  const row = (...cells: string[]): CsvRow => ({ line: 1, cells });

  it('trims names, and calls a column without one by its number', () => {
    expect(headerOf(row(' name ', '', 'city'))).toEqual(['name', '#2', 'city']);
  });

  it('refuses names that are there twice, naming each, more columns than a table has, and no header at all', () => {
    expect(() => headerOf(row('a', 'b', ' a'))).toThrow(expect.objectContaining({ code: 'IMPORT_HEADER_INVALID', fields: [expect.objectContaining({ path: 'columns.2' })] }));
    expect(() => headerOf(row(...Array.from({ length: 501 }, (_, n) => `c${n}`)))).toThrow(expect.objectContaining({ code: 'IMPORT_HEADER_INVALID' }));
    expect(() => headerOf(undefined)).toThrow(expect.objectContaining({ code: 'IMPORT_FILE_EMPTY' }));
  });
});
