/** Which part of a diagram to show so that all of it is seen beside what lies over the canvas. Pure. */

import type { Rect } from 'diagram-js/lib/util/Types';

export interface Padding {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Small diagrams are not blown up beyond their own size. */
const MAX_SCALE = 1;
const MIN_SCALE = 0.2;

/** The viewbox, in the diagram's coordinates, that centres the drawn part in the canvas without its padding (in pixels). */
export function fitDiagram(drawn: Rect, canvas: Size, padding: Padding): Rect {
  const room = { width: Math.max(1, canvas.width - padding.left - padding.right), height: Math.max(1, canvas.height - padding.top - padding.bottom) };
  const wanted = Math.min(room.width / Math.max(1, drawn.width), room.height / Math.max(1, drawn.height));
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, wanted));
  return {
    x: drawn.x - (padding.left + (room.width - drawn.width * scale) / 2) / scale,
    y: drawn.y - (padding.top + (room.height - drawn.height * scale) / 2) / scale,
    width: canvas.width / scale,
    height: canvas.height / scale,
  };
}
