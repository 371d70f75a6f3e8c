import type { Access } from './access.ts';

/** The questions that follow from the others. */
export function accessOf(answers: Pick<Access, 'member' | 'capabilities' | 'rowScope' | 'fieldScope' | 'masks'>): Access {
  const canField: Access['canField'] = (action, entity, field) => answers.fieldScope(action, entity, field).kind !== 'deny';
  return {
    ...answers,
    can: (action, entity) => answers.rowScope(action, entity).kind !== 'deny',
    canField,
    knows: (entity, field) => canField('read', entity, field) || answers.masks('read', entity, field).length > 0,
  };
}
