import { describe, expect, it } from '@jest/globals';
import type { EntityDocument } from '@tessera/contract';
import { cellOf, choiceFor, choiceId, rowChoices } from './row-choices.ts';

const account: EntityDocument = { key: 'account', label: { en: 'Customer' }, titleField: 'name', fields: [{ key: 'name', type: 'text', label: { en: 'Name' } }] };
const contact: EntityDocument = {
  key: 'contact',
  label: { en: 'Contact' },
  titleField: 'name',
  fields: [
    { key: 'name', type: 'text', label: { en: 'Name' } },
    { key: 'account', type: 'relation', label: { en: 'Customer' }, options: { entity: 'account' } },
    { key: 'gone', type: 'relation', label: { en: 'Gone' }, options: { entity: 'nothing' } },
  ],
};
const choices = rowChoices(contact, [account, contact]);

describe('the rows that can be chosen', () => {
  it('reach over the relations of the entity, as far as their target exists', () => {
    expect(choices.map(choiceId)).toEqual(['all', 'own', 'ownOrVia:account', 'via:account']);
    expect(rowChoices(account, [account, contact]).map(choiceId)).toEqual(['all', 'own']);
    expect(rowChoices(null, [account, contact]).map(choiceId)).toEqual(['all', 'own']);
  });

  it('are recognised in what a role says', () => {
    for (const choice of choices) expect(choiceFor(cellOf(choice), choices)).toBe(choice);
    expect(choiceFor({ where: { field: 'name', op: 'isEmpty' } }, choices)).toBeNull();
  });

  it('write the condition the templates use', () => {
    expect(cellOf(choices[2]!)).toEqual({ where: { or: [{ field: 'owner', op: 'eq', value: { var: 'me' } }, { field: 'account.owner', op: 'eq', value: { var: 'me' } }] } });
  });
});
