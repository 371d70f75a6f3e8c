/**
 * Labels outside their shapes have bounds in the file, made for the text they had when it was drawn. In the
 * other language, or another font, the text may need more room. Changes the diagram part of the file.
 */

import type { Rect } from 'diagram-js/lib/util/Types';

interface Moddle {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

const listOf = (element: Moddle, name: string): readonly Moddle[] => (element.get(name) as readonly Moddle[] | undefined) ?? [];

/** Widens the bounds of labels whose text does not fit, around the same middle; those that fit are left alone. */
export function fitLabels(definitions: Moddle, measure: (bounds: Rect, text: string) => Rect): void {
  for (const diagram of listOf(definitions, 'diagrams')) {
    const plane = diagram.get('plane') as Moddle | undefined;
    for (const drawn of plane ? listOf(plane, 'planeElement') : []) {
      const bounds = (drawn.get('label') as Moddle | undefined)?.get('bounds') as Moddle | undefined;
      const name = (drawn.get('bpmnElement') as Moddle | undefined)?.get('name');
      if (bounds && typeof name === 'string' && name !== '') widen(bounds, name, measure);
    }
  }
}

function widen(bounds: Moddle, name: string, measure: (bounds: Rect, text: string) => Rect): void {
  const before: Rect = { x: Number(bounds.get('x')), y: Number(bounds.get('y')), width: Number(bounds.get('width')), height: Number(bounds.get('height')) };
  const needed = measure(before, name);
  if (needed.width <= before.width && needed.height <= before.height + 1) return;
  for (const [side, value] of Object.entries(needed)) bounds.set(side, value);
}
