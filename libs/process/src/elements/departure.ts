/**
 * How a token enters plainly and leaves along the outgoing flows (BPMN 2.0.2 §13.3.1, §13.4.2): all of
 * them, the first true one, or every chosen one. Where no flow can be taken an incident is raised; an
 * instance never ends silently because a condition was forgotten.
 */

import { assertNever } from '@tessera/contract';
import type { GraphFlow, GraphNode } from '../graph/process-graph.ts';
import type { Token } from '../run/instance-state.ts';
import type { ElementEntered, ProcessEvent } from '../run/process-event.ts';
import type { Arrival, Departure, Look } from './element-kind.ts';

/** The first consumed token goes on inside; a process or sub-process begins with a new one. */
export function entered(node: GraphNode, { consumed, scope }: Arrival, look: Pick<Look, 'newId' | 'at'>): ElementEntered {
  return { type: 'elementEntered', element: node.id, token: consumed[0] ?? look.newId(), consumed, scope, at: look.at };
}

export function leaveAlong(departure: Departure, node: GraphNode, token: Token, look: Look): readonly ProcessEvent[] {
  const flows = node.outgoing.map((id) => look.index.flow(id));
  const taken = chooseFlows(departure, node, flows, look);
  if (taken === null) return [noFlowTrue(node, token, look)];
  return [
    { type: 'elementLeft', element: node.id, token: token.id, at: look.at },
    ...taken.map((flow, nth): ProcessEvent => ({
      type: 'flowTaken',
      element: flow.id,
      token: nth === 0 ? token.id : look.newId(),
      to: flow.to,
      scope: token.scope,
      at: look.at,
    })),
  ];
}

/** Null when a flow must be taken and none can. */
function chooseFlows(departure: Departure, node: GraphNode, flows: readonly GraphFlow[], look: Look): readonly GraphFlow[] | null {
  const otherwise = flows.filter((flow) => flow.id === node.defaultFlow);
  const candidates = flows.filter((flow) => flow.id !== node.defaultFlow);
  switch (departure) {
    case 'none':
      return [];
    case 'all':
      return flows;
    case 'one': {
      const first = candidates.find((flow) => isOpen(flow, look));
      return first ? [first] : otherwise.length > 0 ? otherwise : null;
    }
    case 'chosen': {
      // An activity without outgoing flows is an implicit end.
      if (flows.length === 0) return [];
      const chosen = candidates.filter((flow) => isOpen(flow, look));
      return chosen.length > 0 ? chosen : otherwise.length > 0 ? otherwise : null;
    }
    default:
      return assertNever(departure);
  }
}

const isOpen = (flow: GraphFlow, look: Look): boolean => flow.condition === null || look.valueOf(flow.condition) === true;

const noFlowTrue = (node: GraphNode, token: Token, look: Look): ProcessEvent => ({
  type: 'incidentRaised',
  element: node.id,
  tokens: [token.id],
  code: 'NO_FLOW_TRUE',
  message: {
    en: `No condition after "${node.name.en}" is true, and it has no default flow.`,
    'zh-CN': `“${node.name['zh-CN']}”之后没有任何条件成立，也没有默认流向。`,
  },
  at: look.at,
});
