/** Exclusive gateway (BPMN 2.0.2 §13.4.2): passes every token on, along the first flow that is true, else the default. */

import { entered, leaveAlong } from '../departure.ts';
import type { ElementKind } from '../element-kind.ts';

export const exclusiveGateway: ElementKind<'exclusiveGateway'> = {
  kind: 'exclusiveGateway',
  mayHaveIncoming: true,
  arrival: 'each',
  departure: 'one',
  recognises: (element) => element.$type === 'bpmn:ExclusiveGateway',
  read: (_element, parts) => ({ kind: 'exclusiveGateway', ...parts }),
  enter: (node, arrival, look) => [entered(node, arrival, look)],
  leave: (node, token, look) => leaveAlong('one', node, token, look),
};
