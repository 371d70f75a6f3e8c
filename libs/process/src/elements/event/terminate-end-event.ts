/**
 * Terminate end event (BPMN 2.0.2 §13.5.6): ends at once everything in its scope, and only there. In the
 * process that is the instance; in a sub-process it is that one run, after which the sub-process goes on.
 */

import { scopesWithin } from '../../run/instance-state.ts';
import type { ProcessEvent } from '../../run/process-event.ts';
import { eventDefinitionsOf } from '../../xml/moddle-element.ts';
import { entered } from '../departure.ts';
import type { ElementKind } from '../element-kind.ts';

export const terminateEndEvent: ElementKind<'terminateEndEvent'> = {
  kind: 'terminateEndEvent',
  mayHaveIncoming: true,
  arrival: 'each',
  departure: 'none',
  recognises(element) {
    const definitions = eventDefinitionsOf(element);
    return element.$type === 'bpmn:EndEvent' && definitions.length === 1 && definitions[0]?.$type === 'bpmn:TerminateEventDefinition';
  },
  read: (_element, parts) => ({ kind: 'terminateEndEvent', ...parts }),
  enter: (node, arrival, look) => [entered(node, arrival, look)],
  leave(node, token, { state, at }) {
    const within = token.scope === null ? null : scopesWithin(state, token.scope);
    const tokens = new Set(state.tokens.filter(({ scope }) => within === null || (scope !== null && within.has(scope))).map(({ id }) => id));
    const cancelled = state.tasks
      .filter((task) => tokens.has(task.token))
      .map((task): ProcessEvent => ({ type: 'taskCancelled', element: task.element, task: task.id, at }));
    const end: ProcessEvent =
      token.scope === null
        ? { type: 'instanceTerminated', element: node.id, reason: null, actor: null, at }
        : { type: 'scopeTerminated', element: node.id, scope: token.scope, at };
    return [...cancelled, end];
  },
};
