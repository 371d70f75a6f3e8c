import { expect, it } from '@jest/globals';
import { galleryDesign } from '@tessera/model/testing';
import { jsonFile } from './json-file.ts';

it('writes an empty list as a list, and nothing else as one', async () => {
  const { fields } = galleryDesign().entities.get('project')!;
  const columns = ['name', 'crew', 'labels', 'papers'].map((name) => ({ name, field: fields.get(name)! }));
  const parts: Buffer[] = [];
  const rows = async function* () {
    yield [[null, null, null, null], ['P', ['A'], ['B'], null]];
  };
  for await (const part of jsonFile({ name: 'Project', columns, rows: rows(), locale: 'en', timeZone: 'UTC' })) parts.push(part);
  expect(JSON.parse(Buffer.concat(parts).toString())).toEqual([
    { name: null, crew: [], labels: [], papers: [] },
    { name: 'P', crew: ['A'], labels: ['B'], papers: [] },
  ]);
});
