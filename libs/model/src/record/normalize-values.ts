/**
 * Values as they may arrive, in the one spelling in which they are checked, compared and stored: the objects
 * in which relations are read become ids, '' becomes null, decimals and instants take their canonical form,
 * rows read as `{ id, values }` become flat. What is no value of its field stays as it is and is refused later.
 */

import type { Design, EntityModel } from '../design.ts';

export type Values = Readonly<Record<string, unknown>>;

export function normalizeValues(design: Design, entity: string, values: Values): Record<string, unknown> {
  const model = design.entities.get(entity);
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const field = model?.fields.get(key);
      if (!field || value === undefined) return [key, value];
      const child = field.type.refersTo === 'rows' && field.target !== null ? design.entities.get(field.target) : undefined;
      if (child && Array.isArray(value)) return [key, value.map((row: unknown) => (isValues(row) ? normalizeValues(design, child.key, flatRow(row, child)) : row))];
      return [key, field.type.canonical(value, field.document)];
    }),
  );
}

export const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

function flatRow(row: Values, child: EntityModel): Values {
  const { id, values, ...others } = row;
  const asRead = isValues(values) && Object.keys(others).length === 0 && !child.fields.has('values');
  return asRead ? { ...(id === undefined ? {} : { id }), ...values } : row;
}
