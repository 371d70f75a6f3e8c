/** Workbooks as programs write them, for specs: the XML of their parts, zipped. */

import { strToU8, zipSync } from 'fflate';

export interface Parts {
  readonly [path: string]: string;
}

const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (all: Readonly<Record<string, readonly [string, string]>>): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(all).map(([id, [type, target]]) => `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`).join('')}</Relationships>`;

/** `rows`: XML inside `sheetData` of each sheet, by its name. */
export function workbookParts(rows: Readonly<Record<string, string>>, { texts = [], formats = [], date1904 = false }: { texts?: readonly string[]; formats?: readonly string[]; date1904?: boolean } = {}): Parts {
  const names = Object.keys(rows);
  const sheets = names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, `<worksheet ${NS}><sheetData>${rows[name]}</sheetData></worksheet>`]);
  return {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relations({ rId1: ['officeDocument', 'xl/workbook.xml'] }),
    'xl/workbook.xml': `<workbook ${NS}>${date1904 ? '<workbookPr date1904="1"/>' : ''}<sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations({
      ...Object.fromEntries(names.map((_, index) => [`rId${index + 1}`, ['worksheet', `worksheets/sheet${index + 1}.xml`] as const])),
      rIdS: ['sharedStrings', 'sharedStrings.xml'],
      rIdF: ['styles', '/xl/styles.xml'],
    }),
    'xl/sharedStrings.xml': `<sst ${NS}>${texts.map((text) => `<si>${text}</si>`).join('')}</sst>`,
    'xl/styles.xml': `<styleSheet ${NS}><numFmts>${formats.map((format, index) => `<numFmt numFmtId="${164 + index}" formatCode="${format}"/>`).join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="10"/>${formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`).join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(sheets),
  };
}

export const zipOf = (parts: Parts, level: 0 | 6 = 6): Buffer => Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])), { level }));

/** A sheet of texts, not packed: as large as its texts. */
export function textWorkbook(rows: readonly (readonly string[])[], name = 'Sheet1'): Buffer {
  const cell = (text: string): string => `<c t="inlineStr"><is><t xml:space="preserve">${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  return zipOf(workbookParts({ [name]: rows.map((row, index) => `<row r="${index + 1}">${row.map(cell).join('')}</row>`).join('') }), 0);
}
