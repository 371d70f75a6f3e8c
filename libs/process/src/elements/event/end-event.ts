/** None end event: consumes its token. The process ends when no token is left anywhere (BPMN 2.0.2 §13.5.6). */

import { eventDefinitionsOf } from '../../xml/moddle-element.ts';
import { entered, leaveAlong } from '../departure.ts';
import type { ElementKind } from '../element-kind.ts';

export const endEvent: ElementKind<'endEvent'> = {
  kind: 'endEvent',
  mayHaveIncoming: true,
  arrival: 'each',
  departure: 'none',
  recognises: (element) => element.$type === 'bpmn:EndEvent' && eventDefinitionsOf(element).length === 0,
  read: (_element, parts) => ({ kind: 'endEvent', ...parts }),
  enter: (node, arrival, look) => [entered(node, arrival, look)],
  leave: (node, token, look) => leaveAlong('none', node, token, look),
};
