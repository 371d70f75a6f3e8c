import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, optionsAreValid, refused } from '../../testing/values.ts';
import { file } from './index.ts';

const papers = field('papers', 'file', { options: { maxFiles: 2, accept: ['.pdf', 'image/*'] } });
const A = '0190b0a0-0000-7000-8000-00000000000a';
const read = { id: A, name: 'a.pdf', size: 5, type: 'application/pdf' };

describe('file', () => {
  it('takes a bounded list of what was uploaded', () => {
    expect(isValid(papers, [{ id: A }])).toBe(true);
    for (const wrong of [[{ id: A }, { id: A }], [{}], [A], { id: A }, [read], [1, 2, 3].map((n) => ({ id: A.slice(0, -1) + n }))]) expect(isValid(papers, wrong)).toBe(false);
  });

  it('drops names and sizes that arrive: the server knows them better', () => {
    expect(file.canonical([{ ...read, id: A.toUpperCase() }], papers)).toEqual([{ id: A }]);
    expect(isValid(papers, file.canonical([read], papers))).toBe(true);
    expect(file.canonical([], papers)).toBeNull();
    expect(file.canonical([{ id: A, path: '/etc/passwd' }], papers)).toEqual([{ id: A, path: '/etc/passwd' }]);
  });

  it('is shown by its name, and not filled from a table', () => {
    expect(file.formatText([read, { id: A }], papers, { locale: 'en', timeZone: 'UTC' })).toBe(`a.pdf, ${A}`);
    expect(cell(papers, 'a.pdf')).toEqual(refused('FIELD_NOT_IMPORTABLE'));
    expect(cell(papers, ' ')).toBeNull();
  });

  it.each([[{ maxFiles: 0 }], [{ maxFiles: 51 }], [{ accept: ['pdf'] }], [{ accept: ['.pdf;rm'] }], [{ maxMegabytes: 201 }], [{ other: 1 }]])('refuses the settings %j', (options) => {
    expect(optionsAreValid(field('f', 'file', { options }))).toBe(false);
  });
});
