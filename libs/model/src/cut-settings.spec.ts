import { describe, expect, it } from '@jest/globals';
import { compileDesign } from './compile/compile-design.ts';
import { withoutHiddenSettings } from './cut-settings.ts';
import { entity, field, galleryDesign } from './testing/index.ts';

const documents = [
  entity('team', [field('name', 'text'), field('budget', 'money')]),
  entity(
    'thing',
    [
      field('name', 'text', { validation: [{ formula: 'LEN(name) > 1', message: { en: 'Short.' } }, { formula: 'price > 1', message: { en: 'Cheap.' } }] }),
      field('price', 'number'),
      field('fee', 'number', { default: { formula: 'price * 2' }, validation: [{ formula: 'fee < price', message: { en: 'Dear.' } }] }),
      field('code', 'text', { unique: true, uniqueWithin: { ignoreCase: true, where: { field: 'price', op: 'gt', value: '1' } } }),
      field('team', 'relation', { options: { entity: 'team', filter: { field: 'budget', op: 'gt', value: { record: 'fee' } } } }),
      field('edited', 'modifiedAt', { options: { fields: ['name', 'price'] } }),
      field('press', 'button', { options: { action: 'setFields', set: [{ field: 'fee', formula: 'price' }], confirm: { en: 'Sure?' } } }),
      field('open', 'button', { options: { action: 'openUrl', url: '"https://x.cn/" & price' } }),
    ],
    { duplicateRules: [{ key: 'a', label: { en: 'A' }, onMatch: 'warn', fields: [{ field: 'name', as: 'name' }] }, { key: 'b', label: { en: 'B' }, onMatch: 'warn', fields: [{ field: 'name', as: 'name' }, { field: 'price', as: 'exact' }] }] },
  ),
];
const design = compileDesign(documents);
if (!design.ok) throw new Error(JSON.stringify(design.problem));
const cut = (...hidden: string[]) => withoutHiddenSettings(design.value, 'thing', (at, key) => !hidden.includes(`${at}.${key}`));

describe('withoutHiddenSettings', () => {
  it('leaves no trace of a hidden field in what other fields are set to', () => {
    const seen = { ...cut('thing.price', 'team.budget') };
    seen.fields = seen.fields.filter(({ key }) => key !== 'price');
    expect(JSON.stringify(seen)).not.toMatch(/price|budget/);
    expect(seen.duplicateRules?.map(({ key }) => key)).toEqual(['a']);
    expect(seen.fields.find(({ key }) => key === 'name')?.validation).toHaveLength(1);
    expect(seen.fields.find(({ key }) => key === 'press')?.options).toEqual({ action: 'setFields', confirm: { en: 'Sure?' } });
  });

  it('can be compiled again', () => {
    const seen = { ...cut('thing.price', 'team.budget') };
    expect(compileDesign([documents[0] ?? seen, { ...seen, fields: seen.fields.filter(({ key }) => key !== 'price') }], { cut: true }).ok).toBe(true);
  });

  it('changes nothing for whoever may know everything', () => {
    for (const model of galleryDesign().entities.values()) expect(withoutHiddenSettings(galleryDesign(), model.key, () => true)).toEqual(model.document);
  });
});
