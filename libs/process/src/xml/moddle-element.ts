/** What bpmn-moddle gives back, as far as it is read here: typed loosely, looked at through these functions. */

export interface ModdleElement {
  readonly $type: string;
  readonly $attrs: Readonly<Record<string, string>>;
  readonly $parent?: ModdleElement;
  readonly id?: string;
  readonly name?: string;
  readonly [property: string]: unknown;
}

export const isElement = (value: unknown): value is ModdleElement =>
  typeof value === 'object' && value !== null && typeof (value as ModdleElement).$type === 'string';

/** The elements in a property that holds many; none when it is absent. */
export function elementsOf(element: ModdleElement, property: string): readonly ModdleElement[] {
  const value = element[property];
  return Array.isArray(value) ? value.filter(isElement) : [];
}

export function elementOf(element: ModdleElement, property: string): ModdleElement | null {
  const value = element[property];
  return isElement(value) ? value : null;
}

/** A trimmed text; null when absent or blank. */
export function textOf(element: ModdleElement, property: string): string | null {
  const value = element[property];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Children of `extensionElements`, of every vendor. */
export const extensionsOf = (element: ModdleElement): readonly ModdleElement[] => {
  const extensions = elementOf(element, 'extensionElements');
  return extensions === null ? [] : elementsOf(extensions, 'values');
};

/** Definitions inside an event and definitions it refers to: both make it an event of that kind. */
export const eventDefinitionsOf = (element: ModdleElement): readonly ModdleElement[] => [
  ...elementsOf(element, 'eventDefinitions'),
  ...elementsOf(element, 'eventDefinitionRef'),
];
