/**
 * A workbook (.xlsx, ECMA-376) opened for reading: its sheets, and the rows of one as they stream out of the zip. The
 * bounds are here: how many parts the zip has, how large each unpacks and how much it grows; a document type
 * declaration is refused wherever it is (read-xml.ts).
 */

import type { Readable } from 'node:stream';
import { AppError } from '@tessera/contract';
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { ImportSheetInvalid, ImportSheetUnknown, ImportWorkbookInvalid, ImportWorkbookLocked, ImportWorkbookTooLarge } from '../import-errors.ts';
import type { CsvRow } from '../read-csv.ts';
import { CellStyles } from './cell-styles.ts';
import { localName, readXml } from './read-xml.ts';
import { SharedStrings } from './shared-strings.ts';
import { SheetReader } from './sheet-reader.ts';
import type { WorkbookBytes } from './workbook-bytes.ts';

export interface Sheet {
  readonly name: string;
  /** Those with anything in them; the line is the number of the row in the sheet. */
  rows(): AsyncGenerator<CsvRow>;
}

export interface Workbook {
  /** Names of the worksheets, in order. */
  readonly sheets: readonly string[];
  /** The first one when none is named. */
  sheet(name: string | null): Sheet;
  close(): void;
}

const MAX_PARTS = 10_000;
const MB = 1024 * 1024;
/** Unpacked bytes: of a sheet, of the shared texts, of anything else. */
const MAX_BYTES = { sheet: 4096 * MB, texts: 1024 * MB, other: 32 * MB };
/** A part may unpack to this many times its size, once it is large; real sheets reach thirty. */
const MAX_GROWTH = 100;
const GROWTH_FREE_BYTES = 20 * MB;

export async function openWorkbook({ size, reader }: WorkbookBytes): Promise<Workbook> {
  const zip = await fromRandomAccessReaderPromise(reader, size, { autoClose: false, validateEntrySizes: true }).catch(() => {
    throw ImportWorkbookInvalid({ part: '.xlsx' });
  });
  try {
    return await contentsOf(zip, await partsOf(zip));
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function partsOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_PARTS) throw ImportWorkbookTooLarge({ part: '.xlsx' });
  const parts = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.isEncrypted()) throw ImportWorkbookLocked({});
      parts.set(entry.fileName.toLowerCase(), entry);
    }
  } catch (error) {
    throw error instanceof AppError ? error : ImportWorkbookInvalid({ part: '.xlsx' });
  }
  return parts;
}

async function contentsOf(zip: ZipFile, parts: ReadonlyMap<string, Entry>): Promise<Workbook> {
  const open = (path: string, limit: number): Promise<Readable> => openPart(zip, parts, path, limit);
  const read = async (path: string, limit: number, onTag: Parameters<typeof readXml>[1], onText?: (text: string) => void, onEnd?: (name: string) => void): Promise<void> => {
    try {
      for await (const _ of readXml(await open(path, limit), onTag, onText, onEnd));
    } catch (error) {
      throw error instanceof AppError ? error : ImportWorkbookInvalid({ part: path });
    }
  };

  const main = await mainPart(parts, read);
  const relations = new Map<string, { readonly path: string; readonly type: string }>();
  await read(relationsOf(main), MAX_BYTES.other, (name, { Id = '', Target = '', Type = '' }) => {
    if (localName(name) === 'Relationship') relations.set(Id, { path: resolved(main, Target), type: Type.split('/').at(-1) ?? '' });
  });
  let from1904 = false;
  const sheets: { readonly name: string; readonly path: string }[] = [];
  await read(main, MAX_BYTES.other, (name, attributes) => {
    if (localName(name) === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    if (localName(name) !== 'sheet') return;
    const id = Object.entries(attributes).find(([key]) => localName(key) === 'id' && key.includes(':'))?.[1] ?? '';
    const relation = relations.get(id);
    if (relation?.type === 'worksheet' && (attributes['state'] ?? 'visible') === 'visible') sheets.push({ name: attributes['name'] ?? '', path: relation.path });
  });
  if (sheets.length === 0) throw ImportWorkbookInvalid({ part: main });
  const pathOf = (type: string): string | undefined => [...relations.values()].find((relation) => relation.type === type && parts.has(relation.path))?.path;
  const [stylesPath, textsPath] = [pathOf('styles'), pathOf('sharedStrings')];
  const styles = new CellStyles(from1904);
  if (stylesPath !== undefined) await read(stylesPath, MAX_BYTES.other, (name, attributes) => styles.onTag(localName(name), attributes), undefined, (name) => styles.onEnd(localName(name)));

  let texts: SharedStrings | undefined;
  const loadTexts = async (): Promise<SharedStrings> => {
    if (texts) return texts;
    texts = new SharedStrings(textsPath ?? '');
    const { onTag, onText, onEnd } = texts;
    if (textsPath !== undefined) await read(textsPath, MAX_BYTES.texts, (name) => onTag(localName(name)), onText, (name) => onEnd(localName(name)));
    return texts;
  };

  return {
    sheets: sheets.map(({ name }) => name),
    sheet: (wanted) => {
      const found = wanted === null ? sheets[0] : sheets.find(({ name }) => name === wanted);
      if (!found) throw ImportSheetUnknown({ sheet: wanted ?? '' });
      return {
        name: found.name,
        rows: async function* () {
          const reader = new SheetReader(found.name, styles, await loadTexts());
          try {
            for await (const _ of readXml(await open(found.path, MAX_BYTES.sheet), reader.onTag, reader.onText, reader.onEnd, reader.refuseLongCell)) yield* reader.taken();
          } catch (error) {
            throw error instanceof AppError ? error : ImportSheetInvalid({ sheet: found.name, row: reader.lastRow });
          }
          yield* reader.taken();
        },
      };
    },
    close: () => zip.close(),
  };
}

type Read = (path: string, limit: number, onTag: (name: string, attributes: Readonly<Record<string, string>>) => void) => Promise<void>;

/** The part that lists the sheets; a zip without one is no workbook. */
async function mainPart(parts: ReadonlyMap<string, Entry>, read: Read): Promise<string> {
  let main: string | undefined;
  if (!parts.has('_rels/.rels')) throw ImportWorkbookInvalid({ part: '_rels/.rels' });
  await read('_rels/.rels', MAX_BYTES.other, (name, { Target = '', Type = '' }) => {
    if (localName(name) === 'Relationship' && Type.endsWith('/officeDocument')) main = resolved('', Target);
  });
  if (main === undefined || !parts.has(main)) throw ImportWorkbookInvalid({ part: main ?? 'workbook.xml' });
  return main;
}

async function openPart(zip: ZipFile, parts: ReadonlyMap<string, Entry>, path: string, limit: number): Promise<Readable> {
  const entry = parts.get(path);
  if (!entry) throw ImportWorkbookInvalid({ part: path });
  const { compressedSize, uncompressedSize } = entry;
  const grows = uncompressedSize > GROWTH_FREE_BYTES && uncompressedSize > compressedSize * MAX_GROWTH;
  if (uncompressedSize > limit || grows) throw ImportWorkbookTooLarge({ part: path });
  return zip.openReadStreamPromise(entry);
}

const relationsOf = (path: string): string => path.replace(/([^/]*)$/, '_rels/$1.rels');

/** A target relative to the part that names it; the names of parts ignore case. */
function resolved(from: string, target: string): string {
  const base = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') base.pop();
    else if (step !== '' && step !== '.') base.push(step);
  }
  return base.join('/').toLowerCase();
}
