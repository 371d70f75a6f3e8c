import { describe, expect, it } from '@jest/globals';
import { textWorkbook, workbookParts, zipOf, type Parts } from '../testing/workbook-file.ts';
import { CellStyles, meaningOf } from './cell-styles.ts';
import { openWorkbook } from './open-workbook.ts';
import { lettersOf } from './sheet-reader.ts';
import { bytesIn } from './workbook-bytes.ts';

async function read(file: Buffer, sheet: string | null = null): Promise<{ line: number; cells: readonly string[] }[]> {
  const workbook = await openWorkbook(bytesIn(file));
  const rows = [];
  for await (const { line, cells } of workbook.sheet(sheet).rows()) rows.push({ line, cells });
  return rows;
}
const refusal = (file: Buffer, sheet: string | null = null): Promise<unknown> => read(file, sheet).then(() => 'none', ({ code, params }) => [code, params]);
const cellsOf = async (rows: string, more: Parameters<typeof workbookParts>[1] = {}): Promise<(readonly string[])[]> => (await read(zipOf(workbookParts({ S: rows }, more)))).map(({ cells }) => cells);
const changed = (parts: Parts): Buffer => zipOf({ ...workbookParts({ S: '<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row>' }), ...parts });

describe('a workbook', () => {
  it('gives texts however they are kept, yes and no, errors and numbers', async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>in</t></is></c><c r="D1" t="str"><f>A1</f><v>formula</v></c><c r="E1"><v>1</v></c></row>
      <row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="b"><v>0</v></c><c r="C2" t="e"><v>#N/A</v></c><c r="D2"><v>0.30000000000000004</v></c><c r="E2"><v>1E+20</v></c></row>`;
    const texts = ['<t>one</t>', '<r><t>rich </t></r><r><t xml:space="preserve">text</t></r><rPh sb="0" eb="1"><t>ふりがな</t></rPh>'];
    expect(await cellsOf(rows, { texts })).toEqual([
      ['one', 'rich text', 'in', 'formula', '1'],
      ['TRUE', 'FALSE', '#N/A', '0.3', '100000000000000000000'],
    ]);
  });

  it('puts cells where they say they are, fills up rows, and leaves out blank ones', async () => {
    const rows = `<row r="3"><c r="A3" t="str"><v>a</v></c><c r="C3" t="str"><v>c</v></c><c r="D3"/></row><row r="4"><c r="B4" t="str"><v> </v></c></row><row r="7"><c r="C7"><v>5</v></c><c r="Z7"/></row><row r="9"><c r="E9"><v>1</v></c></row>`;
    expect(await read(zipOf(workbookParts({ S: rows })))).toEqual([
      { line: 3, cells: ['a', '', 'c'] },
      { line: 7, cells: ['', '', '5'] },
      { line: 9, cells: ['', '', '', '', '1'] },
    ]);
  });

  it('does not fill up rows that say they reach to the end of the sheet', async () => {
    const rows = `<row r="1"><c r="A1"><v>1</v></c></row>${Array.from({ length: 50 }, (_, at) => `<row r="${at + 2}"><c r="XFD${at + 2}"><v>5</v></c></row>`).join('')}`;
    expect(new Set((await cellsOf(rows)).map((cells) => cells.length))).toEqual(new Set([1, 102]));
    expect(await refusal(zipOf(workbookParts({ S: '<row r="1"><c r="XFE1"><v>1</v></c></row>' })))).toEqual(['IMPORT_CELL_TOO_LONG', expect.anything()]);
  });

  it('refuses a text that goes on and on, in however many pieces', async () => {
    const text = `<r><t>${'x'.repeat(100_000)}</t></r>`.repeat(11);
    expect(await refusal(zipOf(workbookParts({ S: '<row r="1"><c t="s"><v>0</v></c></row>' }, { texts: [text] })))).toEqual(['IMPORT_WORKBOOK_TOO_LARGE', { part: 'xl/sharedstrings.xml' }]);
  });

  it('reads days and times by the format of the cell, in both calendars', async () => {
    const formats = ['yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@', 'h:mm', '[h]:mm:ss', '[$-804]AM/PM h:mm', '0.00&quot;d&quot;'];
    const rows = `<row r="1">${[[1, 45000], [2, 45000.5], [1, 45000.25], [3, 0.155], [4, 45000], [5, 0.75], [6, 1.5], [7, 0.5], [8, 12.5], [1, 1], [1, 60.5]].map(([style, value]) => `<c s="${style}"><v>${value}</v></c>`).join('')}</row>`;
    expect((await cellsOf(rows, { formats }))[0]).toEqual(['2023-03-15', '2023-03-15 12:00:00', '2023-03-15 06:00:00', '15.5%', '2023-03-15', '18:00:00', '36:00:00', '12:00:00', '12.5', '1900-01-01', '1900-02-28 12:00:00']);
    expect((await cellsOf('<row r="1"><c s="1"><v>43538</v></c></row>', { date1904: true }))[0]).toEqual(['2023-03-15']);
  });

  it('lists its sheets, and reads the one that is chosen', async () => {
    const file = zipOf(workbookParts({ 客户: '<row r="1"><c t="str"><v>a</v></c></row>', 'Orders &amp; more': '<row r="1"><c t="str"><v>b</v></c></row>' }));
    expect((await openWorkbook(bytesIn(file))).sheets).toEqual(['客户', 'Orders & more']);
    expect((await read(file, 'Orders & more'))[0]?.cells).toEqual(['b']);
    expect(await refusal(file, 'Nope')).toEqual(['IMPORT_SHEET_UNKNOWN', { sheet: 'Nope' }]);
  });

  it('reads the parts of programs that write a prefix before every name', async () => {
    const sheet = '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    expect((await read(changed({ 'xl/worksheets/sheet1.xml': sheet })))[0]?.cells).toEqual(['a']);
  });

  it('keeps characters that XML cannot hold but Postgres can', async () => {
    expect((await cellsOf('<row r="1"><c t="str"><v>a_x000D_\n_x0000_b_x0001_</v></c></row>'))[0]).toEqual(['a\nb\u0001']);
  });
});

describe('a workbook that is none', () => {
  const whole = textWorkbook([['a', 'b'], ['1', '2']]);

  it.each([
    ['cut off', whole.subarray(0, whole.length - 40), ['IMPORT_WORKBOOK_INVALID', { part: '.xlsx' }]],
    ['a zip of something else', zipOf({ 'a.txt': 'a' }), ['IMPORT_WORKBOOK_INVALID', { part: '_rels/.rels' }]],
    ['without its sheet', (() => { const { 'xl/worksheets/sheet1.xml': _, ...rest } = workbookParts({ S: '' }); return zipOf(rest); })(), ['IMPORT_WORKBOOK_INVALID', { part: 'xl/worksheets/sheet1.xml' }]],
    ['broken inside', changed({ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c t="str"><v>a</v></c></row><row r="2"><c><v>1' }), ['IMPORT_SHEET_INVALID', { sheet: 'S', row: 2 }]],
    ['broken in its texts', changed({ 'xl/sharedStrings.xml': '<sst><si>' }), ['IMPORT_WORKBOOK_INVALID', { part: 'xl/sharedstrings.xml' }]],
    ['with a document type', changed({ 'xl/worksheets/sheet1.xml': '<!DOCTYPE w [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>' }), ['IMPORT_SHEET_INVALID', { sheet: 'S', row: 0 }]],
    ['with an entity of its own', changed({ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c t="str"><v>&lol;</v></c></row></sheetData></worksheet>' }), ['IMPORT_SHEET_INVALID', { sheet: 'S', row: 1 }]],
    ['with a cell of 10 MB', changed({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="4"><c r="C4" t="str"><v>${'x7'.repeat(5_000_000)}</v></c></row></sheetData></worksheet>` }), ['IMPORT_CELL_TOO_LONG', { sheet: 'S', cell: 'C4', limit: 1_000_000 }]],
    ['that unpacks to a thousand times its size', changed({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${' '.repeat(60_000_000)}</sheetData></worksheet>` }), ['IMPORT_WORKBOOK_TOO_LARGE', { part: 'xl/worksheets/sheet1.xml' }]],
    ['of too many parts', zipOf(Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`a${n}`, '']))), ['IMPORT_WORKBOOK_TOO_LARGE', { part: '.xlsx' }]],
  ])('is refused: %s', async (_, file, problem) => {
    expect(await refusal(file)).toEqual(problem);
  });
});

describe('number formats', () => {
  it.each([
    ['General', 'number'], ['#,##0.00', 'number'], ['0%', 'percent'], ['yyyy/m/d', 'date'], ['dd-mmm-yy', 'date'], ['mmm-yy', 'date'], ['h:mm AM/PM', 'time'], ['mm:ss.0', 'time'],
    ['yyyy-mm-dd hh:mm', 'datetime'], ['[h]:mm', 'duration'], ['"day" 0', 'number'], ['[Red]0.0', 'number'], ['0.00E+00', 'number'], ['#,##0\\ "yd"', 'number'], ['[$¥-804]#,##0.00', 'number'], ['e年m月d日', 'date'],
  ])('%s means a %s', (format, meaning) => {
    expect(meaningOf(format)).toBe(meaning);
  });

  it('leaves what is no number alone', () => {
    expect(new CellStyles(false).textOf('abc', 0)).toBe('abc');
  });

  it('names columns by their letters', () => {
    expect([0, 25, 26, 701, 702].map(lettersOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});
