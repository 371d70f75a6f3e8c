/** Which cells of rows the actor sees masked, as the rows lie in the table now. */

import { scopeCondition } from '../bare-rows.ts';
import { createStatement, type SqlText } from '../statement.ts';
import { entityOf } from '../value-expression.ts';
import { fullName, type RecordTable } from './record-table.ts';
import type { Permission } from './rights.ts';

export interface MaskedRow {
  readonly id: string;
  /** For each of the fields the place of its mask in `access.masks('read', …)`; null where it is clear or hidden. */
  readonly masks: readonly (number | null)[];
}

/** Rows of `MaskedRow`. */
export function masksQuery(table: RecordTable & { readonly ids: readonly string[] }, { access, member, timeZone, fields, cipher }: Omit<Permission, 'action'>): SqlText {
  const statement = createStatement();
  const entity = entityOf(table.design, table.entity);
  const alias = statement.alias();
  const env = { statement, schema: table.schema, design: table.design, member, timeZone, cipher, fewRows: true };
  const places = fields.map((field) => {
    const clear = scopeCondition(env, entity, alias, access.fieldScope('read', entity.key, field)) ?? 'TRUE';
    const masked = access.masks('read', entity.key, field).map(({ scope }, place) => ` WHEN ${scopeCondition(env, entity, alias, scope) ?? 'TRUE'} THEN ${place}`);
    return `CASE WHEN ${clear} THEN NULL${masked.join('')} END`;
  });
  const ids = statement.bind(table.ids, 'uuid[]');
  return statement.finish(`SELECT ${alias}."id", ARRAY[${places.join(', ')}]::int[] AS "masks" FROM ${fullName(table)} ${alias} WHERE ${alias}."id" = ANY (${ids})`);
}
