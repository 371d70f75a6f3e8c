/**
 * The file keeps Chinese in `name` and English in `tessera:nameEn`; the canvas draws and edits `name`. For a
 * person who reads English the two are exchanged after reading and back before writing. An element with only
 * one name keeps it in `name` either way.
 */

/** The part of a moddle element that walking and exchanging needs. */
export interface NamedModdle {
  readonly $type: string;
  readonly $descriptor: { readonly properties: readonly { readonly name: string; readonly isReference?: boolean; readonly isAttr?: boolean }[]; readonly propertiesByName: Readonly<Record<string, unknown>> };
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

const isModdle = (value: unknown): value is NamedModdle => typeof value === 'object' && value !== null && '$descriptor' in value && '$type' in value;

/** The element and everything it contains, diagrams left out. */
export function* walkModel(element: NamedModdle): Generator<NamedModdle> {
  yield element;
  for (const property of element.$descriptor.properties) {
    if (property.isReference || property.isAttr || property.name === 'bpmn:diagrams' || property.name === 'diagrams') continue;
    const value = element.get(property.name);
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) if (isModdle(child)) yield* walkModel(child);
  }
}

/** Changes the elements in place; twice is as if never. */
export function exchangeNames(definitions: NamedModdle): void {
  for (const element of walkModel(definitions)) {
    if (!('name' in element.$descriptor.propertiesByName) && !('bpmn:name' in element.$descriptor.propertiesByName)) continue;
    const other = element.get('tessera:nameEn');
    if (typeof other !== 'string' || other === '') continue;
    const name = element.get('name');
    element.set('name', other);
    element.set('tessera:nameEn', typeof name === 'string' && name !== '' ? name : undefined);
  }
}
