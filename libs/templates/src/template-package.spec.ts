import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '@tessera/contract';
import { loadTemplatePackage, sampleDate } from './index.ts';

const root = join(import.meta.dirname, '..', 'packages');

function readPackage(name: string): Map<string, string> {
  const files = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder)) {
      const path = join(folder, entry);
      if (statSync(path).isDirectory()) walk(path);
      else files.set(relative(join(root, name), path), readFileSync(path, 'utf8'));
    }
  };
  walk(join(root, name));
  return files;
}

describe('loadTemplatePackage', () => {
  it.each(readdirSync(root))('loads the shipped package %s', (name) => {
    const result = loadTemplatePackage(readPackage(name));
    if (!result.ok) throw new Error(JSON.stringify(result.problem.fields, null, 1));
    expect(result.value.manifest.key).toBe(name);
    for (const locale of LOCALES) {
      expect(result.value.samples[locale].map((table) => table.entity)).toEqual(result.value.manifest.samples);
      expect(result.value.samples[locale].every((table) => table.rows.length > 0)).toBe(true);
    }
  });

  it.each<[string, string, (text: string) => string | undefined, string]>([
    ['a file that is missing', 'entities/account.json', () => undefined, 'TEMPLATE_FILE_MISSING'],
    ['a file that is not JSON', 'forms/order.json', () => '{', 'TEMPLATE_FILE_NOT_JSON'],
    ['a manifest that is not JSON', 'manifest.json', () => 'no', 'TEMPLATE_FILE_NOT_JSON'],
    ['an unknown property', 'views/account.json', (text) => text.replace('"kind"', '"sql": "x", "kind"'), 'TEMPLATE_FILE_INVALID'],
    ['an empty list of fields in a rule', 'roles/sales_rep.json', (text) => text.replace('"cost"', ''), 'TEMPLATE_FILE_INVALID'],
    ['a document under another name', 'forms/order.json', (text) => text.replace('"key": "order"', '"key": "orders"'), 'TEMPLATE_KEY_MISMATCH'],
    ['a sample column that is no field', 'samples/en/product.csv', (text) => text.replace('name', 'nome'), 'TEMPLATE_COLUMN_UNKNOWN'],
    ['a ragged sample row', 'samples/en/product.csv', (text) => `${text}p99,x\n`, 'SAMPLE_ROW_RAGGED'],
    ['a view of an entity it does not hold', 'views/account.json', (text) => text.replace('"entity": "account"', '"entity": "supplier"'), 'TEMPLATE_ENTITY_UNKNOWN'],
  ])('refuses %s and names the file', (_, path, change, code) => {
    const files = readPackage('customer_management');
    const changed = change(files.get(path)!);
    if (changed === undefined) files.delete(path);
    else files.set(path, changed);
    const result = loadTemplatePackage(files);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problem.code).toBe('TEMPLATE_INVALID');
    expect(result.problem.fields.map((field) => field.code)).toContain(code);
    expect(result.problem.fields.some((field) => field.path.startsWith(path))).toBe(true);
  });

  it('refuses a package written for a newer format before looking at anything else', () => {
    const result = loadTemplatePackage(new Map([['manifest.json', '{"format": 2, "novelty": true}']]));
    expect(result.ok ? null : result.problem.code).toBe('TEMPLATE_TOO_NEW');
  });
});

describe('sampleDate', () => {
  it.each([
    ['@today', '2026-03-01', '2026-03-01'],
    ['@today-1', '2026-03-01', '2026-02-28'],
    ['@today+31 09:30', '2026-12-31', '2027-01-31 09:30'],
    ['2020-01-02', '2026-03-01', '2020-01-02'],
    ['@todays', '2026-03-01', '@todays'],
  ])('reads %s on %s as %s', (cell, today, expected) => {
    expect(sampleDate(cell, today)).toBe(expected);
  });
});
