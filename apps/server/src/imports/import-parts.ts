/**
 * The rows of a file as they are kept until they are imported: parts of about a thousand rows, each one line of
 * `_import_part`. A part is what one transaction of an import does; in Postgres, any server can go on with it.
 */

import { Database, type Db } from '../platform/database.ts';
import { openText, sealText } from '../platform/sealed.ts';
import type { FileRow } from './read-csv.ts';

export const PART_ROWS = 1000;
const PART_CHARACTERS = 4_000_000;

/** Collects rows and stores them part by part, each in a transaction of its own. */
export class PartWriter {
  rows = 0;
  private part = 0;
  private lines: string[] = [];
  private characters = 0;

  constructor(
    private readonly database: Database,
    private readonly schema: string,
    private readonly id: string,
  ) {}

  async add({ line, cells }: FileRow): Promise<void> {
    const text = JSON.stringify([line, ...cells]);
    this.lines.push(text);
    this.characters += text.length;
    this.rows += 1;
    if (this.lines.length >= PART_ROWS || this.characters >= PART_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const [body, rows] = [`[${this.lines.join(',')}]`, this.lines.length];
    [this.lines, this.characters] = [[], 0];
    await this.database.transaction(this.schema, (db) => db.query('INSERT INTO _import_part (import_id, part, rows, body) VALUES ($1, $2, $3, $4)', [this.id, this.part, rows, sealText('_import_part', 'body', body)]));
    this.part += 1;
  }

  /** Changes the rows that begin before a line. */
  async rewrite(before: number, change: (row: FileRow) => FileRow): Promise<void> {
    for (let part = 0; part < this.part; part += 1) {
      const isLast = await this.database.transaction(this.schema, async (db) => {
        const rows = (await loadPart(db, this.id, part)) ?? [];
        const changed = rows.map((row) => (row.line < before ? change(row) : row)).map(({ line, cells }) => [line, ...cells]);
        await db.query('UPDATE _import_part SET body = $3 WHERE import_id = $1 AND part = $2', [this.id, part, sealText('_import_part', 'body', JSON.stringify(changed))]);
        return (rows.at(-1)?.line ?? 0) >= before;
      });
      if (isLast) return;
    }
  }
}

/** Null after the last one. */
export async function loadPart(db: Db, id: string, part: number): Promise<FileRow[] | null> {
  const [found] = await db.query<{ body: string }>('SELECT body FROM _import_part WHERE import_id = $1 AND part = $2', [id, part]);
  if (!found) return null;
  return (JSON.parse(openText('_import_part', 'body', found.body)) as [number, ...string[]][]).map(([line, ...cells]) => ({ line, cells }));
}
