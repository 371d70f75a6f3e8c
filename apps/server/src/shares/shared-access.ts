/**
 * What a visitor may do: what the maker of the link may at that moment, within what the link names. `me` in the conditions of
 * the maker's roles stays the maker; capabilities, other actions and everything unnamed are gone. Records of other
 * entities are only read, to call what shared ones point to by its name and to compute what is computed from them;
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
}

/** For looking. A field that the maker reads and may not share is not there; masked stays masked. */
export function sharedReading(maker: Access, { entity, fields, rows }: SharedRecords): Access {
  const within = (scopes: readonly RowScope[]): RowScope => allOf(rows === undefined ? scopes : [...scopes, { kind: 'where', filter: rows }]);
  const shared = within([maker.rowScope('read', entity), maker.rowScope('share', entity)]);
  const isKept = (field: string): boolean => ROW.includes(field) || (fields.has(field) && (!maker.canField('read', entity, field) || maker.canField('share', entity, field)));
  return narrowed(maker, {
    rowScope: (action, key) => (action !== 'read' ? DENY : key === entity ? shared : maker.rowScope('read', key)),
    fieldScope: (action, key, field) => {
      if (action !== 'read') return DENY;
      if (key !== entity) return maker.fieldScope('read', key, field);
      return isKept(field) ? within([maker.fieldScope('read', key, field), maker.fieldScope('share', key, field)]) : DENY;
    },
    masks: (action, key, field) => {
      if (action !== 'read') return [];
      if (key !== entity) return maker.masks('read', key, field);
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
