/** What can be done with one click beside a selected element: the default entries, but only elements we execute are appended. */

import ContextPadProvider from 'bpmn-js/lib/features/context-pad/ContextPadProvider';
import type { Element, Shape } from 'bpmn-js/lib/model/Types';
import type { ContextPadEntries } from 'diagram-js/lib/features/context-pad/ContextPadProvider';
import { APPENDABLE_ELEMENTS, isKeptPadEntry, keepEntries } from './executed-elements.ts';

/** What the base class keeps of what was injected. */
interface Injected {
  readonly _elementFactory: { createShape(attributes: { type: string }): Shape };
  readonly _create: { start(event: Event, shape: Shape, context: { source: Element }): void };
  readonly _autoPlace?: { append(source: Element, shape: Shape): void };
  readonly _appendPreview: { create(source: Element, type: string): void; cleanUp(): void };
  readonly _translate: (text: string) => string;
}

export class ExecutedContextPadProvider extends ContextPadProvider {
  static override $inject = ContextPadProvider.$inject;

  override getContextPadEntries(element: Element): ContextPadEntries {
    const entries = super.getContextPadEntries(element) as Record<string, unknown>;
    const kept = keepEntries(entries, isKeptPadEntry);
    return ('append.append-task' in entries ? { ...this.appendEntries(), ...kept } : kept) as ContextPadEntries;
  }

  private appendEntries(): Record<string, unknown> {
    const { _elementFactory, _create, _autoPlace, _appendPreview, _translate } = this as unknown as Injected;
    return Object.fromEntries(
      APPENDABLE_ELEMENTS.map(({ id, type, className, title }) => {
        const dragstart = (event: Event, source: Element): void => _create.start(event, _elementFactory.createShape({ type }), { source });
        const click = (event: Event, source: Element): void =>
          _autoPlace ? _autoPlace.append(source, _elementFactory.createShape({ type })) : dragstart(event, source);
        const hover = (_event: Event, source: Element): (() => void) => {
          _appendPreview.create(source, type);
          return () => _appendPreview.cleanUp();
        };
        return [`append.${id}`, { group: 'model', className, title: _translate(title), action: { dragstart, click, ...(_autoPlace ? { hover } : {}) } }];
      }),
    );
  }
}
