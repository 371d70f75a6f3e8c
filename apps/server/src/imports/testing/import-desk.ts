/** Imports as a person makes them, for specs: upload, correct the mapping, preview, run, wait. */

import type { ImportMapping, ImportPreview, ImportView } from '@tessera/contract';
import { ok } from '../../records/testing/crm-server.ts';
import type { TestAnswer, TestBrowser } from '../../testing/test-server.ts';

export type Target = `entity=${string}` | 'members=true' | '';

export const upload = (by: TestBrowser, target: Target, file: string | Buffer, fileName = 'file.csv'): Promise<TestAnswer<ImportView>> =>
  by.send('POST', `/api/imports?fileName=${encodeURIComponent(fileName)}&${target}`, Buffer.from(file));

export const preview = async (by: TestBrowser, { id, mapping }: ImportView): Promise<ImportPreview> => ok(await by.post(`/api/imports/${id}/preview`, mapping));

export async function finished(by: TestBrowser, { id }: { id: string }): Promise<ImportView> {
  for (let waited = 0; waited < 30_000; waited += 25) {
    const view = ok(await by.get<ImportView>(`/api/imports/${id}`));
    if (view.status !== 'running' && view.status !== 'reading') return view;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`import ${id} does not end`);
}

/** Sets what a column becomes, by its name. */
export function mapped(view: ImportView, columns: Readonly<Record<string, Partial<ImportMapping['columns'][number]>>>, more: Partial<ImportMapping> = {}): ImportView {
  const changed = view.mapping.columns.map((column) => ({ ...column, ...columns[view.columns[column.column] ?? ''] }));
  return { ...view, mapping: { ...view.mapping, ...more, columns: changed } };
}

/** Uploads, takes the guess (or what `change` makes of it), runs and waits. */
export async function imported(by: TestBrowser, target: Target, file: string | Buffer, change: (view: ImportView) => ImportView = (view) => view, fileName?: string): Promise<ImportView> {
  const view = change(ok(await upload(by, target, file, fileName)));
  ok(await by.post(`/api/imports/${view.id}/run`, view.mapping));
  return finished(by, view);
}

/** `line column code` of the rows that were refused. */
export const problemsIn = async (by: TestBrowser, { id }: ImportView): Promise<string[]> =>
  ok(await by.get(`/api/imports/${id}/problems`)).items.map(({ line, column, code }: { line: number; column: string | null; code: string }) => `${line} ${column ?? '-'} ${code}`);

export const refusedFile = async (by: TestBrowser, { id }: ImportView): Promise<string> => (await by.get(`/api/imports/${id}/refused.csv`)).text;
