/** None start event: where a process or sub-process begins. When a process begins is read with the process. */

import { eventDefinitionsOf } from '../../xml/moddle-element.ts';
import { entered, leaveAlong } from '../departure.ts';
import type { ElementKind } from '../element-kind.ts';

export const startEvent: ElementKind<'startEvent'> = {
  kind: 'startEvent',
  mayHaveIncoming: false,
  arrival: 'each',
  departure: 'all',
  recognises: (element) => element.$type === 'bpmn:StartEvent' && eventDefinitionsOf(element).length === 0,
  read: (_element, parts) => ({ kind: 'startEvent', ...parts }),
  enter: (node, arrival, look) => [entered(node, arrival, look)],
  leave: (node, token, look) => leaveAlong('all', node, token, look),
};
