/**
 * Parallel gateway (BPMN 2.0.2 §13.4.1): goes on when there is a token on each incoming flow, consumes
 * one from each and puts one on every outgoing flow. A second token on one flow stays for the next time.
 */

import { entered, leaveAlong } from '../departure.ts';
import type { ElementKind } from '../element-kind.ts';

export const parallelGateway: ElementKind<'parallelGateway'> = {
  kind: 'parallelGateway',
  mayHaveIncoming: true,
  arrival: 'synchronise',
  departure: 'all',
  recognises: (element) => element.$type === 'bpmn:ParallelGateway',
  read: (_element, parts) => ({ kind: 'parallelGateway', ...parts }),
  enter: (node, arrival, look) => [entered(node, arrival, look)],
  leave: (node, token, look) => leaveAlong('all', node, token, look),
};
