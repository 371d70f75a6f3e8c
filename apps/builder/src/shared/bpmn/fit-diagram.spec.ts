import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitDiagram } from './fit-diagram.ts';

const padding = { top: 20, right: 30, bottom: 40, left: 90 };

describe('fitDiagram', () => {
  it('shows the whole diagram inside the padding, in its middle, whatever its size', () => {
    const length = fc.integer({ min: 10, max: 3000 });
    fc.assert(
      fc.property(fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }), width: length, height: length }), (drawn) => {
        const canvas = { width: 1000, height: 700 };
        const box = fitDiagram(drawn, canvas, padding);
        const scale = canvas.width / box.width;
        const onScreen = { left: (drawn.x - box.x) * scale, top: (drawn.y - box.y) * scale, right: (drawn.x + drawn.width - box.x) * scale, bottom: (drawn.y + drawn.height - box.y) * scale };
        expect(scale).toBeLessThanOrEqual(1);
        expect(onScreen.left).toBeGreaterThanOrEqual(padding.left - 0.01);
        expect(onScreen.top).toBeGreaterThanOrEqual(padding.top - 0.01);
        expect(onScreen.right).toBeLessThanOrEqual(canvas.width - padding.right + 0.01);
        expect(onScreen.bottom).toBeLessThanOrEqual(canvas.height - padding.bottom + 0.01);
        expect(onScreen.left - padding.left).toBeCloseTo(canvas.width - padding.right - onScreen.right, 1);
      }),
    );
  });

  it('does not blow up a small diagram', () => {
    expect(fitDiagram({ x: 0, y: 0, width: 100, height: 50 }, { width: 1000, height: 700 }, padding).width).toBe(1000);
  });
});
