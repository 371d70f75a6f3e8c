/**
 * What is dragged in the designer and where it can be let go, as the ids that dnd-kit carries around.
 * `planDrop` decides what a drop means; the canvas only does what it says.
 */

import { FIELD_TYPES } from '@tessera/contract';
import type { FieldTypeKey, FormDocument } from '@tessera/contract';
import type { Place } from './form-draft.ts';
import { placeOf } from './form-draft.ts';

export const dragId = {
  newField: (type: FieldTypeKey): string => `new:${type}`,
  unusedField: (key: string): string => `unused:${key}`,
  item: (key: string): string => `item:${key}`,
  section: (key: string): string => `section:${key}`,
  /** The empty space of a section; letting go there appends. */
  sectionEnd: (key: string): string => `end:${key}`,
};

export type Drop =
  | { readonly kind: 'newField'; readonly type: FieldTypeKey; readonly at: Place }
  | { readonly kind: 'placeField'; readonly field: string; readonly at: Place }
  | { readonly kind: 'moveItem'; readonly from: Place; readonly to: Place }
  | { readonly kind: 'moveSection'; readonly from: number; readonly to: number };

const partsOf = (id: string): readonly [kind: string, key: string] => {
  const colon = id.indexOf(':');
  return [id.slice(0, colon), id.slice(colon + 1)];
};

/** Null when the drop changes nothing. `after`: the pointer is past the middle of the item it is over. */
export function planDrop(form: FormDocument, dragged: string, over: string, after = false): Drop | null {
  const [kind, key] = partsOf(dragged);
  if (kind === 'section') {
    const from = form.sections.findIndex((section) => section.key === key);
    const to = sectionIndexOf(form, over);
    return from < 0 || to === null || from === to ? null : { kind: 'moveSection', from, to };
  }
  const at = targetPlace(form, over, after);
  if (!at) return null;
  if (kind === 'new') {
    const type = FIELD_TYPES.find((candidate) => candidate === key);
    return type ? { kind: 'newField', type, at } : null;
  }
  if (kind === 'unused') return { kind: 'placeField', field: key, at };
  const from = placeOf(form, key);
  if (!from || (from.section === at.section && (from.item === at.item || from.item + 1 === at.item))) return null;
  return { kind: 'moveItem', from, to: at };
}

function targetPlace(form: FormDocument, over: string, after: boolean): Place | null {
  const [kind, key] = partsOf(over);
  if (kind === 'item') {
    const place = placeOf(form, key);
    return place && after ? { ...place, item: place.item + 1 } : place;
  }
  const section = form.sections.findIndex((candidate) => candidate.key === key);
  return section < 0 ? null : { section, item: form.sections[section]!.items.length };
}

function sectionIndexOf(form: FormDocument, id: string): number | null {
  const [kind, key] = partsOf(id);
  if (kind === 'item') return placeOf(form, key)?.section ?? null;
  const index = form.sections.findIndex((section) => section.key === key);
  return index < 0 ? null : index;
}
