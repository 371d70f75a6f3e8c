/**
 * What a visitor may do: what the maker of the link may at that moment, within what the link names. `me` in the conditions of
 * the maker's roles stays the maker; capabilities, other actions and everything unnamed are gone. Of records of other
 * entities and of rows of subforms there is what may be shared as well, and what shared ones point to is called by its name;
 * no question of a visitor's gets to them (visitor-query.ts).
 */

import { allOf, type Access, type RowScope } from '@tessera/access';
import type { Filter, RecordAction } from '@tessera/contract';

const DENY: RowScope = { kind: 'deny' };

/** What every row comes with. */
const ROW = ['id', 'version'];

export interface SharedRecords {
  readonly entity: string;
  /** Fields of the entity itself. */
  readonly fields: ReadonlySet<string>;
  /** Which of the rows the maker may share; all of them when absent. */
  readonly rows?: Filter | undefined;
  /** Fields of other entities that are read and never shown, as `entity.field`: names of what is pointed to, what a filter asks for. */
  readonly aside?: ReadonlySet<string> | undefined;
}

/** For looking. A field that the maker reads and may not share is not there; masked stays masked. */
export function sharedReading(maker: Access, { entity, fields, rows, aside }: SharedRecords): Access {
  const within = (scopes: readonly RowScope[]): RowScope => allOf(rows === undefined ? scopes : [...scopes, { kind: 'where', filter: rows }]);
  const shared = within([maker.rowScope('read', entity), maker.rowScope('share', entity)]);
  const mayLeave = (key: string, field: string): boolean => !maker.canField('read', key, field) || maker.canField('share', key, field);
  const isKept = (field: string): boolean => ROW.includes(field) || (fields.has(field) && mayLeave(entity, field));
  /** Of another entity. */
  const beside = (key: string, field: string, scope: RowScope): RowScope => (ROW.includes(field) || aside?.has(`${key}.${field}`) ? scope : allOf([scope, maker.fieldScope('share', key, field)]));
  return narrowed(maker, {
    rowScope: (action, key) => (action !== 'read' ? DENY : key === entity ? shared : maker.rowScope('read', key)),
    fieldScope: (action, key, field) => {
      if (action !== 'read') return DENY;
      if (key !== entity) return beside(key, field, maker.fieldScope('read', key, field));
      return isKept(field) ? within([maker.fieldScope('read', key, field), maker.fieldScope('share', key, field)]) : DENY;
    },
    masks: (action, key, field) => {
      if (action !== 'read') return [];
      if (key !== entity && aside?.has(`${key}.${field}`)) return maker.masks('read', key, field);
      if (key !== entity) return mayLeave(key, field) ? maker.masks('read', key, field).map(({ mask, scope }) => ({ mask, scope: allOf([scope, maker.rowScope('share', key)]) })) : [];
      return isKept(field) ? maker.masks('read', key, field).map(({ mask, scope }) => ({ mask, scope: allOf([shared, scope]) })) : [];
    },
  });
}

/** For making records out of fields of an entity and of its subforms' rows; nothing is read. `fields`: by entity. */
export function sharedMaking(maker: Access, fields: ReadonlyMap<string, ReadonlySet<string>>): Access {
  return narrowed(maker, {
    rowScope: (action, key) => (action === 'create' && fields.has(key) ? maker.rowScope('create', key) : DENY),
    fieldScope: (action, key, field) => (action === 'create' && fields.get(key)?.has(field) ? maker.fieldScope('create', key, field) : DENY),
    masks: () => [],
  });
}

function narrowed(maker: Access, answers: Pick<Access, 'rowScope' | 'fieldScope' | 'masks'>): Access {
  const canField = (action: RecordAction, entity: string, field: string): boolean => answers.fieldScope(action, entity, field).kind !== 'deny';
  return {
    ...answers,
    member: maker.member,
    capabilities: new Set(),
    can: (action, entity) => answers.rowScope(action, entity).kind !== 'deny',
    canField,
    knows: (entity, field) => canField('read', entity, field) || answers.masks('read', entity, field).length > 0,
  };
}
