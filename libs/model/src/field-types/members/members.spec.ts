import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';
import { members } from './index.ts';

const crew = field('crew', 'members', { options: { max: 2 } });
const A = '0190b0a0-0000-7000-8000-00000000000a';
const B = '0190b0a0-0000-7000-8000-00000000000b';
const C = '0190b0a0-0000-7000-8000-00000000000c';

describe('members', () => {
  it('are a bounded list of ids, each once', () => {
    expect(isValid(crew, [A, B])).toBe(true);
    expect([isValid(crew, [A, A]), isValid(crew, [A, B, C]), isValid(crew, A), isValid(crew, ['Nancy'])]).toEqual([false, false, false, false]);
  });

  it('have one spelling, read or written', () => {
    expect(members.canonical([{ id: A.toUpperCase(), label: 'Nancy' }, B, A], crew)).toEqual([A, B]);
    expect(members.canonical([], crew)).toBeNull();
  });

  it.each([[`${A},${B}`], [`${A}、${B}`], [`${A.toUpperCase()}；${B}`], [`${A}\n${B}`], [`${A}，${A}, ${B},`]])('are read from the cell %s', (text) => {
    expect(cell(crew, text)).toEqual([A, B]);
  });

  it('leave names to the importer', () => {
    expect(cell(crew, 'Nancy')).toEqual(refused('FIELD_NOT_REFERENCE'));
    expect(cell(crew, [A, B, C].join())).toEqual(refused('FIELD_TOO_MANY'));
    expect(cell(crew, ' ')).toBeNull();
  });

  it('are shown by their names', () => {
    expect(members.formatText([{ id: A, label: '张三' }, { id: B, label: 'Li' }], crew, { locale: 'en', timeZone: 'UTC' })).toBe('张三、Li');
  });
});
