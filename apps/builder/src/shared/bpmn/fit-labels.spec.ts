import { describe, expect, it } from '@jest/globals';
import { fitLabels } from './fit-labels.ts';

/** Stands for a moddle element: properties by name. */
function element(properties: Record<string, unknown>) {
  return { properties, get: (name: string) => properties[name], set: (name: string, value: unknown) => void (properties[name] = value) };
}
const measure = (bounds: { x: number; y: number; width: number }, text: string) => {
  const width = text.length * 6;
  return { x: bounds.x + bounds.width / 2 - width / 2, y: bounds.y, width, height: 14 };
};
function labelled(name: string | undefined, width: number) {
  const bounds = element({ x: 100, y: 50, width, height: 14 });
  const drawn = element({ label: element({ bounds }), bpmnElement: element({ name }) });
  return { bounds, definitions: element({ diagrams: [element({ plane: element({ planeElement: [drawn, element({})] }) })] }) };
}

describe('fitLabels', () => {
  it('widens a label made for a shorter text around its middle', () => {
    const { bounds, definitions } = labelled('Approved', 10);
    fitLabels(definitions, measure);
    expect(bounds.properties).toEqual({ x: 81, y: 50, width: 48, height: 14 });
  });

  it('leaves a label alone that has room, and one without a text', () => {
    for (const { bounds, definitions } of [labelled('Yes', 40), labelled(undefined, 1)]) {
      const before = { ...bounds.properties };
      fitLabels(definitions, measure);
      expect(bounds.properties).toEqual(before);
    }
  });
});
