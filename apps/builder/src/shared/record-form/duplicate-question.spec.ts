import { describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { duplicateQuestion } from './duplicate-question.ts';

const rule = (key: string, ...fields: string[]) => ({ key, label: { en: key }, fields: fields.map((field) => ({ field, as: 'exact' as const })), onMatch: 'warn' as const });
const entity: EntityDocument = { key: 'account', label: { en: 'Account' }, titleField: 'name', fields: [], duplicateRules: [rule('by_name', 'name'), rule('by_both', 'city', 'phone')] };

describe('looking for records that are alike', () => {
  it('asks about the fields of rules that are filled in', () => {
    expect(duplicateQuestion(entity, { name: 'A', city: 'B', phone: null }, { name: 'A', city: 'B' })).toEqual({ name: 'A' });
    expect(duplicateQuestion(entity, { name: 'A', city: 'B', phone: '1', other: 'x' }, { name: 'A', city: 'B', phone: '1' })).toEqual({ name: 'A', city: 'B', phone: '1' });
  });
  it('asks nothing while nothing it could find was changed', () => {
    expect(duplicateQuestion(entity, { name: 'A', city: 'B', phone: '1' }, {})).toBeNull();
    expect(duplicateQuestion(entity, { name: null }, { name: null })).toBeNull();
    expect(duplicateQuestion({ ...entity, duplicateRules: [] }, { name: 'A' }, { name: 'A' })).toBeNull();
  });
});
