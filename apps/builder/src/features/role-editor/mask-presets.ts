/** Masks people ask for by name, what each type of field begins with, and which fields can be masked at all. Pure. */

import type { FieldDocument, FieldTypeKey, Mask } from '@tessera/contract';
import { fieldType } from '@tessera/model';
import { isSystemField } from '../../shared/fields/index.ts';

export const MASK_PRESETS = {
  phone: { start: 3, end: 4 },
  idCard: { start: 6, end: 4 },
  email: { start: 2, end: 0, domain: true },
  name: { start: 1, end: 0 },
  hidden: { start: 0, end: 0 },
} as const satisfies Record<string, Mask>;
export type MaskPreset = keyof typeof MASK_PRESETS;

export const presetOf = (mask: Mask): MaskPreset | null =>
  (Object.keys(MASK_PRESETS) as MaskPreset[]).find((name) => {
    const preset: Mask = MASK_PRESETS[name];
    return preset.start === mask.start && preset.end === mask.end && (preset.domain ?? false) === (mask.domain ?? false);
  }) ?? null;

const FIRST: Partial<Record<FieldTypeKey, MaskPreset>> = { phone: 'phone', idCard: 'idCard', email: 'email', text: 'name' };

export const firstMask = (field: FieldDocument): Mask => MASK_PRESETS[FIRST[field.type] ?? 'hidden'];

const EXAMPLES: Partial<Record<FieldTypeKey, string>> = { phone: '13812345678', idCard: '110101199003078515', email: 'zhangsan@example.com', url: 'https://example.com/about' };
export const exampleOf = (field: FieldDocument): string => EXAMPLES[field.type] ?? 'ABC-2026-0001';

/** A value that can be shown in part; any other is shown as asterisks alone. */
export function showsPart({ type }: FieldDocument): boolean {
  const { valueKind, html } = fieldType(type);
  return valueKind === 'text' && !html && type !== 'select';
}

/** Kept with the record and no record, file or row itself; as libs/access decides. */
export function mayBeMasked(field: FieldDocument): boolean {
  const { computes, refersTo, pointsTo, valueKind, stamps } = fieldType(field.type);
  return !isSystemField(field.key) && computes === null && refersTo === null && pointsTo !== 'file' && valueKind !== 'none' && stamps === null;
}
