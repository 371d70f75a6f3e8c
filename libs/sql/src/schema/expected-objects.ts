/** Everything a design is in the database, by name: what a drift check holds against the catalogue. Pure. */

import type { Design } from '@tessera/model';
import { fieldIndexes, tableIndexes } from './indexes.ts';
import { isManyToMany, objectName } from './names.ts';
import { columnsOfEntity, foreignKeyOf, linksOf } from './physical-field.ts';

export interface ExpectedTable {
  readonly name: string;
  /** Entity it belongs to. */
  readonly entity: string;
  /** Postgres type by name. */
  readonly columns: ReadonlyMap<string, string>;
  /** Foreign keys and, of a link table, its key. */
  readonly constraints: readonly string[];
  /** Without those of constraints. */
  readonly indexes: readonly { readonly name: string; readonly unique: boolean }[];
}

export function expectedTables(schema: string, design: Design): readonly ExpectedTable[] {
  return [...design.entities.values()].flatMap(({ key, document }): ExpectedTable[] => {
    const own: ExpectedTable = {
      name: key,
      entity: key,
      columns: new Map(columnsOfEntity(document).map(({ name, type }) => [name, type])),
      constraints: [...(document.parent === undefined ? [] : [objectName(key, 'parent', 'fk')]), ...document.fields.flatMap((field) => foreignKeyOf(key, field)?.constraint ?? [])],
      indexes: [...tableIndexes(schema, document), ...document.fields.flatMap((field) => fieldIndexes(schema, design, document, field))].map(({ name, unique }) => ({ name, unique })),
    };
    const links = document.fields.filter(isManyToMany).map((field): ExpectedTable => ({
      name: linksOf(key, field)?.table ?? '',
      entity: key,
      columns: new Map([['from', 'uuid'], ['to', 'uuid'], ['position', 'int']]),
      constraints: (['key', 'from', 'to'] as const).map((purpose) => objectName(key, field.key, purpose)),
      indexes: [{ name: objectName(key, field.key, 'list'), unique: false }],
    }));
    return [own, ...links];
  });
}
