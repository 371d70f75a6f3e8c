import { describe, expect, it } from '@jest/globals';
import type { FieldDocument, FieldTypeKey } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { choices, field } from '@tessera/model/testing';
import fc from 'fast-check';
import { convertValue } from './convert-value.ts';

const ENV = { locale: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
const x = (type: FieldTypeKey, options?: Record<string, unknown>): FieldDocument => field('x', type, options === undefined ? {} : { options });
const convert = (from: FieldDocument, to: FieldDocument, value: unknown) => convertValue(from, to, value, ENV);

describe('a value that becomes another type', () => {
  it.each<[string, FieldDocument, unknown, FieldDocument, unknown, boolean]>([
    ['is rounded, half away from zero, and says so', x('number'), '2.345', x('money'), '2.35', false],
    ['is rounded below zero alike', x('number'), '-2.345', x('money'), '-2.35', false],
    ['keeps what fits', x('number'), '2.3', x('money'), '2.30', true],
    ['is rounded when it was a text', x('text'), '¥1,234.567', x('money'), '1234.57', false],
    ['is nothing beyond the limits', x('number'), '11', x('number', { max: '10' }), null, false],
    ['keeps a share a share', x('percent'), '0.15', x('number'), '0.15', true],
    ['is the share people read, as a text', x('percent'), '0.15', x('text'), '15%', true],
    ['is a choice by its label', x('text'), 'a级', x('select', choices('a')), 'a', true],
    ['is no choice that nobody has offered', x('text'), 'z', x('select', choices('a')), null, false],
    ['is one of several choices only when it is alone', x('multiSelect', choices('a', 'b')), ['a', 'b'], x('select', choices('a', 'b')), null, false],
    ['is the one of several', x('multiSelect', choices('a', 'b')), ['b'], x('select', choices('a', 'b')), 'b', true],
    ['is the first of several people, and says so', x('members'), ['m1', 'm2'], x('member'), 'm1', false],
    ['is one or nothing as a number', x('checkbox'), true, x('number'), '1', true],
    ['is yes for one', x('number'), '1', x('checkbox'), true, true],
    ['is no yes or no for two', x('number'), '2', x('checkbox'), null, false],
    ['loses its marks as plain text', x('richText'), '<p>a <b>b</b></p>', x('text'), 'a b', true],
  ])('%s', (_what, from, value, to, expected, whole) => {
    expect(convert(from, to, value)).toEqual({ to: expected, whole });
  });

  it('is what an import of the same text gives, whatever was written', () => {
    const targets = [x('number'), x('date'), x('datetime'), x('checkbox'), x('select', choices('a', 'b')), x('time'), x('phone'), x('email')];
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)), fc.double({ noNaN: true }).map(String), fc.constantFrom('是', '2026年3月1日', 'a级', '12:30')), fc.constantFrom(...targets), (text, target) => {
        const imported = fieldType(target.type).parseText(text, target, ENV);
        const { to, whole } = convert(x('text', { maxLength: 4000 }), target, text);
        if (imported.ok) expect([to, whole]).toEqual([imported.value, imported.value !== null]);
        else expect(whole).toBe(false);
      }),
    );
  });
});
