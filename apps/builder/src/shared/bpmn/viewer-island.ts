/** The viewer of bpmn-js behind a small surface: draws a file, marks elements, says which was clicked. Loaded lazily. */

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type { Element } from 'bpmn-js/lib/model/Types';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type Overlays from 'diagram-js/lib/features/overlays/Overlays';
import type ZoomScroll from 'diagram-js/lib/navigation/zoomscroll/ZoomScroll';
import type { Locale } from '@tessera/contract';
import { tesseraModdle } from '@tessera/process';
import type { NamedModdle } from './bilingual-names.ts';
import { fontOf, loadFontFor, prepareDefinitions, textOptions } from './diagram-text.ts';
import { showWhole } from './show-whole.ts';
import './bpmn-look.ts';
import './viewer-marks.css';

/** How elements are marked: CSS classes `tessera-<mark>` in viewer-marks.css. */
export type DiagramMark = 'done' | 'active' | 'taken' | 'incident' | 'focused';

export interface DiagramMarks {
  readonly [element: string]: readonly DiagramMark[];
}

export class ViewerIsland {
  private readonly viewer: NavigatedViewer;
  private readonly font: string;
  private marked: readonly (readonly [id: string, mark: DiagramMark])[] = [];

  constructor(container: HTMLElement, locale: Locale, onClick: (element: string | null) => void) {
    this.font = fontOf(container);
    this.viewer = new NavigatedViewer({
      container,
      moddleExtensions: { tessera: tesseraModdle as never },
      textRenderer: textOptions(this.font),
    });
    this.viewer.on('import.parse.complete', ({ definitions }: { definitions?: NamedModdle }) => {
      if (definitions) prepareDefinitions(definitions, locale, this.viewer.get('textRenderer'));
    });
    this.viewer.on('element.click', ({ element }: { element: Element & { labelTarget?: Element } }) => onClick(element.parent ? (element.labelTarget ?? element).id : null));
  }

  async open(xml: string): Promise<void> {
    await loadFontFor(xml, this.font);
    await this.viewer.importXML(xml);
    arrowsInColourOfLine(this.viewer.get('canvas') as Canvas);
    this.zoomToFit();
  }

  destroy(): void {
    this.viewer.destroy();
  }

  zoomToFit(): void {
    showWhole(this.canvas, { top: 24, right: 56, bottom: 48, left: 24 });
  }

  /** The container has another size. */
  resized(): void {
    this.canvas.resized();
    this.zoomToFit();
  }

  zoom(delta: 1 | -1): void {
    (this.viewer.get('zoomScroll') as ZoomScroll).stepZoom(delta);
  }

  show(id: string): void {
    const element = this.registry.get(id) as Element | undefined;
    if (element?.parent) this.canvas.scrollToElement(element, { top: 60, bottom: 60, left: 60, right: 60 } as never);
  }

  /** Replaces the marks of before; an active element also pulses. Elements that are not drawn are passed over. */
  mark(marks: DiagramMarks): void {
    for (const [id, mark] of this.marked) this.canvas.removeMarker(id, `tessera-${mark}`);
    const overlays = this.viewer.get('overlays') as Overlays;
    overlays.remove({ type: 'tessera-pulse' });
    this.marked = Object.entries(marks).flatMap(([id, list]) => (this.registry.get(id) ? list.map((mark) => [id, mark] as const) : []));
    for (const [id, mark] of this.marked) {
      this.canvas.addMarker(id, `tessera-${mark}`);
      if (mark === 'active') overlays.add(id, 'tessera-pulse', { position: { top: -8, right: 8 }, html: pulse() });
    }
  }

  private get canvas(): Canvas {
    return this.viewer.get('canvas') as Canvas;
  }

  private get registry(): ElementRegistry {
    return this.viewer.get('elementRegistry') as ElementRegistry;
  }
}

/** bpmn-js draws arrow heads black; taken flows are coloured as a whole. */
function arrowsInColourOfLine(canvas: Canvas): void {
  for (const head of canvas.getContainer().querySelectorAll<SVGElement>('defs marker > *')) {
    if (head.style.fill !== 'none') head.style.fill = 'context-stroke';
    head.style.stroke = 'context-stroke';
  }
}

function pulse(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'tessera-pulse';
  return element;
}
