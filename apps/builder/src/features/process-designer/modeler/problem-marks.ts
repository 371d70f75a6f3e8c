/** Problems on the canvas: the element is outlined and carries a badge with how many there are. */

import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type Overlays from 'diagram-js/lib/features/overlays/Overlays';
import type { ProcessProblem } from '@tessera/process';

const OVERLAY = 'tessera-problem';
const MARKERS = { error: 'tessera-error', warning: 'tessera-warning' } as const;

interface Services {
  readonly canvas: Canvas;
  readonly overlays: Overlays;
  readonly elementRegistry: ElementRegistry;
}

interface ElementProblems {
  readonly severity: 'error' | 'warning';
  readonly count: number;
}

/** By element id; an element with an error and a warning counts as wrong. Pure. */
export function problemsByElement(problems: readonly Pick<ProcessProblem, 'element' | 'severity'>[]): ReadonlyMap<string, ElementProblems> {
  const byElement = new Map<string, ElementProblems>();
  for (const { element, severity } of problems) {
    if (element === null) continue;
    const before = byElement.get(element);
    byElement.set(element, { severity: before?.severity === 'error' ? 'error' : severity, count: (before?.count ?? 0) + 1 });
  }
  return byElement;
}

/** Replaces the marks of before. Elements that are not drawn are passed over. */
export function showProblems({ canvas, overlays, elementRegistry }: Services, problems: readonly ProcessProblem[], wording: (problem: ProcessProblem) => string): void {
  overlays.remove({ type: OVERLAY });
  const byElement = problemsByElement(problems);
  elementRegistry.forEach((element: { id: string; labelTarget?: unknown }) => {
    if (element.labelTarget) return;
    for (const severity of ['error', 'warning'] as const) {
      const wanted = byElement.get(element.id)?.severity === severity;
      if (wanted !== canvas.hasMarker(element.id, MARKERS[severity])) canvas.toggleMarker(element.id, MARKERS[severity]);
    }
  });
  for (const [id, { severity, count }] of byElement) {
    const element = elementRegistry.get(id) as { waypoints?: unknown; parent?: unknown } | undefined;
    if (!element?.parent) continue;
    overlays.add(id, OVERLAY, { position: element.waypoints ? { top: 0, left: 0 } : { top: -10, right: 10 }, html: badge(severity, count, problems.filter((problem) => problem.element === id).map(wording)) });
  }
}

function badge(severity: 'error' | 'warning', count: number, messages: readonly string[]): HTMLElement {
  const element = document.createElement('div');
  element.className = `tessera-badge tessera-badge-${severity}`;
  element.textContent = count > 1 ? String(count) : '!';
  element.title = messages.join('\n');
  return element;
}
