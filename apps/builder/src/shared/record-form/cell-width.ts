import type { FieldDocument, FieldTypeKey } from '@tessera/contract';

const WIDTHS: Partial<Record<FieldTypeKey, number>> = {
  longText: 260, number: 110, money: 140, percent: 100, date: 150, datetime: 190, checkbox: 80, select: 140, multiSelect: 200, member: 170, relation: 220, formula: 130, rollup: 130,
};

/** Pixels a column of a subform wants. */
export const defaultWidth = (field: FieldDocument): number => WIDTHS[field.type] ?? 180;

/** Narrower than this it scrolls sideways instead. */
export const minimumWidth = (field: FieldDocument): number => Math.max(84, Math.round(defaultWidth(field) * 0.72));
