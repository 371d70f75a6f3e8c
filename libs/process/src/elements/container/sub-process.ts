/**
 * Embedded sub-process: its token waits while a run of the inside, a scope of its own, has tokens. Every
 * token that arrives starts a run; joins inside never mix tokens of two runs.
 */

import { entered, leaveAlong } from '../departure.ts';
import type { ElementKind } from '../element-kind.ts';

export const subProcess: ElementKind<'subProcess'> = {
  kind: 'subProcess',
  mayHaveIncoming: true,
  arrival: 'each',
  departure: 'chosen',
  recognises: (element) => element.$type === 'bpmn:SubProcess' && element['triggeredByEvent'] !== true,
  read(_element, parts, context) {
    const start = context.startOf(parts.id);
    return start === null ? null : { kind: 'subProcess', ...parts, start };
  },
  enter(node, arrival, look) {
    const outside = entered(node, arrival, look);
    const scope = look.newId();
    const start = look.index.node(node.start);
    return [
      outside,
      { type: 'scopeOpened', element: node.id, scope, token: outside.token, at: look.at },
      entered(start, { consumed: [], scope }, look),
    ];
  },
  leave: (node, token, look) => leaveAlong('chosen', node, token, look),
};
