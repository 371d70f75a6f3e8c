/** Where a token can get to: elements never reached, and elements from which no end is reached. Warnings. */

import { defineProblem, type ProblemList } from '../problem/process-problem.ts';
import { nameOf } from '../xml/read-definitions.ts';
import type { Collected, CollectedNode } from './collect-elements.ts';
import type { Connections } from './connect-flows.ts';

const Unreachable = defineProblem({
  code: 'PROCESS_UNREACHABLE',
  severity: 'warning',
  message: {
    en: ({ what }) => `${what} is never reached from the start.`,
    'zh-CN': ({ what }) => `从开始事件无法到达 ${what}。`,
  },
});
const NoWayToEnd = defineProblem({
  code: 'PROCESS_NO_WAY_TO_END',
  severity: 'warning',
  message: {
    en: ({ what }) => `From ${what} no way leads to an end.`,
    'zh-CN': ({ what }) => `从 ${what} 出发无法到达结束。`,
  },
});
const ImplicitEnd = defineProblem({
  code: 'PROCESS_IMPLICIT_END',
  severity: 'warning',
  message: {
    en: ({ what }) => `Nothing follows ${what}, so this branch ends there. Draw an end event to make it plain.`,
    'zh-CN': ({ what }) => `${what} 之后没有步骤，该分支到此结束。建议画出结束事件。`,
  },
});

export function checkWays({ nodes }: Collected, connections: Connections, problems: ProblemList): void {
  const all = [...nodes.values()];
  const reached = spread(all.filter((node) => node.kind.kind === 'startEvent'), (id) => connections.outgoing(id).map((flow) => flow.to));
  const ends = all.filter((node) => connections.outgoing(node.id).length === 0);
  const ending = spread(ends, (id) => connections.incoming(id).map((flow) => flow.from));
  const isEnd = new Set(ends);
  for (const node of all) {
    if (!reached.has(node.id)) problems.report(Unreachable, nameOf(node.element), {});
    else if (!ending.has(node.id)) problems.report(NoWayToEnd, nameOf(node.element), {});
    else if (isEnd.has(node) && node.kind.departure !== 'none') problems.report(ImplicitEnd, nameOf(node.element), {});
  }
}

/** All ids that can be reached from these; iterative. */
function spread(from: readonly CollectedNode[], next: (id: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set(from.map((node) => node.id));
  const agenda = [...seen];
  for (let id = agenda.pop(); id !== undefined; id = agenda.pop()) {
    for (const other of next(id)) {
      if (seen.has(other)) continue;
      seen.add(other);
      agenda.push(other);
    }
  }
  return seen;
}
