import { describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { compileDesign, parseFilter } from '@tessera/model';
import { cellOf, choiceFor, choiceId, rowChoices } from './row-choices.ts';

const account: EntityDocument = { key: 'account', label: { en: 'Customer' }, titleField: 'name', fields: [{ key: 'name', type: 'text', label: { en: 'Name' } }] };
const contact: EntityDocument = {
  key: 'contact',
  label: { en: 'Contact' },
  titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: { en: 'Name' } },
    { key: 'account', type: 'relation', label: { en: 'Customer' }, options: { entity: 'account' } },
    { key: 'known', type: 'relation', label: { en: 'Known by' }, options: { entity: 'account', cardinality: 'manyToMany' } },
    { key: 'shop', type: 'department', label: { en: 'Shop' } },
    { key: 'gone', type: 'relation', label: { en: 'Gone' }, options: { entity: 'nothing' } },
  ],
};
const choices = rowChoices(contact, [account, contact]);
const whose = ['own', 'department', 'team', 'reports', 'group'];

describe('the rows that can be chosen', () => {
  it('reach over the to-one relations of the entity, as far as their target exists', () => {
    expect(choices.map(choiceId)).toEqual(['all', ...whose, 'placed:shop', 'placedBelow:shop', 'ownOrVia:account', ...whose.map((one) => `via:account:${one}`)]);
    expect(rowChoices(account, [account, contact]).map(choiceId)).toEqual(['all', ...whose]);
    expect(rowChoices(null, [account, contact]).map(choiceId)).toEqual(['all', ...whose]);
  });

  it('are recognised in what a role says', () => {
    for (const choice of choices) expect(choiceFor(cellOf(choice), choices)).toBe(choice);
    expect(choiceFor({ where: { value: { var: 'me' }, op: 'eq', field: 'owner' } }, choices)).toEqual({ key: 'own' });
    expect(choiceFor({ where: { field: 'name', op: 'isEmpty' } }, choices)).toBeNull();
  });

  it('are conditions the model understands', () => {
    const design = compileDesign([account, { ...contact, fields: contact.fields.slice(0, 4) }]);
    if (!design.ok) throw new Error(JSON.stringify(design.problem));
    for (const choice of choices) {
      const cell = cellOf(choice);
      if (cell !== 'all') expect(parseFilter(design.value, 'contact', cell.where, () => true)).toEqual({ ok: true, value: cell.where });
    }
  });

  it('write the condition the templates use', () => {
    const choice = choices.find((one) => choiceId(one) === 'ownOrVia:account')!;
    expect(cellOf(choice)).toEqual({ where: { or: [{ field: 'owner', op: 'eq', value: { var: 'me' } }, { field: 'account.owner', op: 'eq', value: { var: 'me' } }] } });
  });
});
