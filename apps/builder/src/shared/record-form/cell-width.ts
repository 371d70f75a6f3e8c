import type { FieldDocument, FieldTypeKey } from '@tessera/contract';

const WIDTHS: Partial<Record<FieldTypeKey, number>> = {
  longText: 260, number: 110, money: 140, percent: 100, date: 150, datetime: 190, checkbox: 80, select: 140, multiSelect: 200, member: 170, relation: 220, formula: 130, rollup: 130,
  richText: 300, rating: 150, progress: 120, time: 110, duration: 120, idCard: 200, region: 240, address: 320, geoPoint: 260, members: 220, department: 170, file: 220, image: 220, signature: 260, lookup: 150, modifiedAt: 160,
  modifiedBy: 150, button: 120,
};

/** Pixels a column of a subform wants. */
export const defaultWidth = (field: FieldDocument): number => WIDTHS[field.type] ?? 180;

/** Narrower than this it scrolls sideways instead. */
export const minimumWidth = (field: FieldDocument): number => Math.max(84, Math.round(defaultWidth(field) * 0.72));
