import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, optionsAreValid, refused, roundTrips } from '../../testing/values.ts';

const level = field('level', 'select', {
  options: { choices: [{ value: 'a', label: { 'zh-CN': '重点', en: 'Key account' } }, { value: 'b', label: { 'zh-CN': '普通' } }, { value: '普通', label: { en: 'Odd' } }] },
});

describe('select', () => {
  it('takes values, never labels, on the wire', () => {
    expect(isValid(level, 'a')).toBe(true);
    expect(isValid(level, '重点')).toBe(false);
    expect(isValid(level, 'toString')).toBe(false);
  });

  it('reads cells by value first, then by the label of any language', () => {
    expect(cell(level, 'a')).toBe('a');
    expect(cell(level, ' key ACCOUNT ')).toBe('a');
    expect(cell(level, '重点')).toBe('a');
    expect(cell(level, '普通')).toBe('普通');
    expect(cell(level, '低')).toEqual(refused('FIELD_CHOICE_UNKNOWN'));
  });

  it('comes back unchanged from an export', () => {
    expect(roundTrips(level, 'a')).toEqual(['a', 'a']);
  });

  const withValues = (...values: string[]) => field('s', 'select', { options: { choices: values.map((value) => ({ value, label: { en: 'x' } })) } });
  it.each([[[]], [['a', 'a']], [['__proto__']], [['constructor']], [['']], [[' a']], [['a\u0000']]])('refuses the choices %j', (values) => {
    expect(optionsAreValid(withValues(...values))).toBe(false);
  });

  it('refuses settings it does not know, whatever they are called', () => {
    expect(optionsAreValid(field('s', 'select', { options: JSON.parse('{"choices":[{"value":"a","label":{"en":"A"}}],"__proto__":{}}') as Record<string, unknown> }))).toBe(false);
    expect(optionsAreValid(withValues('a', 'b'))).toBe(true);
  });
});
