import type Canvas from 'diagram-js/lib/core/Canvas';
import { fitDiagram, type Padding } from './fit-diagram.ts';

/** Shows all of the diagram; the padding is what lies over the canvas. A canvas without size is left alone. */
export function showWhole(canvas: Canvas, padding: Padding): void {
  const { inner, outer } = canvas.viewbox();
  if (outer.width > 0 && outer.height > 0 && inner.width > 0) canvas.viewbox(fitDiagram(inner, outer, padding));
}
