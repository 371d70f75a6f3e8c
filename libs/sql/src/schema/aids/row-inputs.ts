/**
 * What a computed value of a row is worked out from, as columns of that row: its stored fields, and the kept columns of
 * the rollups it uses. A formula is written out; a rollup always has to be kept, because a row cannot notice by itself
 * that the rows it sums up have changed.
 */

import type { Filter } from '@tessera/contract';
import { columnType, type Design, type EntityModel, type FieldModel } from '@tessera/model';
import { entityOf, fieldOf } from '../../value-expression.ts';
import { keptColumn } from '../names.ts';

export interface RowInputs {
  /** Names of columns of the row. */
  readonly columns: ReadonlySet<string>;
  /** `entity.field` of the rollups among them. */
  readonly rollups: ReadonlySet<string>;
}

/** Null when the value depends on more than the row: a path, a list, who asks and when. */
export function rowInputs(design: Design, entity: EntityModel, field: FieldModel): RowInputs | null {
  const columns = new Set<string>();
  const rollups = new Set<string>();
  const visit = (one: FieldModel): boolean => {
    if (one.lookup || one.encrypted) return false;
    if (one.rollup) {
      if (!one.storable) return false;
      columns.add(keptColumn(one.key));
      rollups.add(`${entity.key}.${one.key}`);
      return true;
    }
    if (one.formula) return one.storable && one.formula.names.every((name) => entity.fields.has(name) && visit(fieldOf(entity, name)));
    if (!one.system && columnType(one.document) === null) return false;
    columns.add(one.key);
    return true;
  };
  return visit(field) ? { columns, rollups } : null;
}

/** The same for a condition on the rows; null when it asks for more than the row. */
export function filterInputs(design: Design, entityKey: string, filter: Filter): RowInputs | null {
  const entity = entityOf(design, entityKey);
  const columns = new Set<string>();
  const rollups = new Set<string>();
  const visit = (part: Filter): boolean => {
    if ('and' in part) return part.and.every(visit);
    if ('or' in part) return part.or.every(visit);
    if ('not' in part) return visit(part.not);
    if ('related' in part || 'formula' in part) return false;
    const field = entity.fields.get(part.field);
    if (!field || field.many || dependsOnReader(part.value)) return false;
    const inputs = rowInputs(design, entity, field);
    inputs?.columns.forEach((column) => columns.add(column));
    inputs?.rollups.forEach((rollup) => rollups.add(rollup));
    return inputs !== null;
  };
  return visit(filter) ? { columns, rollups } : null;
}

const dependsOnReader = (operand: unknown): boolean => typeof operand === 'object' && operand !== null && !Array.isArray(operand);
