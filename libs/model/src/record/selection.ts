/**
 * Lists of fields as permissions give them: `status`, and `lines.quantity` for a field of a subform's rows.
 * A subform of which no row field is listed stands for all of them.
 */

export type FieldSelection = readonly string[];

export const selects = (fields: FieldSelection, key: string): boolean => fields.includes(key) || fields.some((field) => field.startsWith(`${key}.`));

/** Fields of the subform's rows; null for all. */
export function rowSelection(fields: FieldSelection, subform: string): FieldSelection | null {
  const own = fields.filter((field) => field.startsWith(`${subform}.`)).map((field) => field.slice(subform.length + 1));
  return own.length > 0 ? own : null;
}
