/**
 * Sequence flows to what they connect, with the rules of BPMN on who may have which (2.0.2 §8.3.13,
 * §13.3.1, §13.4): no flow into a start or out of an end, no condition after a parallel gateway or a
 * start, a condition or the default on every way out of an exclusive gateway.
 */

import type { Departure } from '../elements/element-kind.ts';
import { defineProblem, shorten, type ProblemList } from '../problem/process-problem.ts';
import { elementOf, textOf, type ModdleElement } from '../xml/moddle-element.ts';
import { nameOf } from '../xml/read-definitions.ts';
import type { Collected, CollectedFlow, CollectedNode } from './collect-elements.ts';

const LooseFlow = defineProblem({
  code: 'PROCESS_FLOW_NOT_CONNECTED',
  severity: 'error',
  message: {
    en: ({ what }) => `The flow ${what} does not connect two elements.`,
    'zh-CN': ({ what }) => `流向 ${what} 没有连接两个元素。`,
  },
});
const FlowCrosses = defineProblem({
  code: 'PROCESS_FLOW_CROSSES_BORDER',
  severity: 'error',
  message: {
    en: ({ what }) => `The flow ${what} crosses the border of a sub-process or pool. Connect the sub-process itself.`,
    'zh-CN': ({ what }) => `流向 ${what} 跨越了子流程或泳池的边界，请连接子流程本身。`,
  },
});
const FlowIntoStart = defineProblem<{ flow: string }>({
  code: 'PROCESS_FLOW_INTO_START',
  severity: 'error',
  message: {
    en: ({ what, flow }) => `The flow ${flow} leads into the start event ${what}. Lead it to the first step instead.`,
    'zh-CN': ({ what, flow }) => `流向 ${flow} 指向开始事件 ${what}，请改为指向第一个步骤。`,
  },
});
const FlowOutOfEnd = defineProblem<{ flow: string }>({
  code: 'PROCESS_FLOW_OUT_OF_END',
  severity: 'error',
  message: {
    en: ({ what, flow }) => `The flow ${flow} leads out of the end event ${what}. An end ends.`,
    'zh-CN': ({ what, flow }) => `流向 ${flow} 从结束事件 ${what} 出发，结束事件之后不能再有流向。`,
  },
});
const LeadsNowhere = defineProblem({
  code: 'PROCESS_LEADS_NOWHERE',
  severity: 'error',
  message: {
    en: ({ what }) => `Nothing follows ${what}. Connect it to the next step.`,
    'zh-CN': ({ what }) => `${what} 之后没有任何步骤，请连接下一步。`,
  },
});
const ConditionNotAllowed = defineProblem<{ source: string }>({
  code: 'PROCESS_CONDITION_NOT_ALLOWED',
  severity: 'error',
  message: {
    en: ({ what, source }) => `The flow ${what} has a condition, but every flow out of ${source} is taken always. Put an exclusive gateway after it.`,
    'zh-CN': ({ what, source }) => `流向 ${what} 设有条件，但 ${source} 之后的流向总是全部执行。请在其后加排他网关。`,
  },
});
const ConditionMissing = defineProblem<{ source: string }>({
  code: 'PROCESS_CONDITION_MISSING',
  severity: 'error',
  message: {
    en: ({ what, source }) => `The flow ${what} out of ${source} has no condition and is not the default flow.`,
    'zh-CN': ({ what, source }) => `${source} 之后的流向 ${what} 没有条件，也不是默认流向。`,
  },
});
const ConditionEmpty = defineProblem({
  code: 'PROCESS_CONDITION_EMPTY',
  severity: 'error',
  message: {
    en: ({ what }) => `The condition of the flow ${what} is empty. Write it, or remove it.`,
    'zh-CN': ({ what }) => `流向 ${what} 的条件为空，请填写或删除。`,
  },
});
const ConditionLanguage = defineProblem<{ language: string }>({
  code: 'PROCESS_CONDITION_LANGUAGE',
  severity: 'error',
  message: {
    en: ({ what, language }) => `The condition of the flow ${what} is written in "${language}". Write it as a formula.`,
    'zh-CN': ({ what, language }) => `流向 ${what} 的条件使用了“${language}”语言，请改写为公式。`,
  },
});
const ConditionOnDefault = defineProblem({
  code: 'PROCESS_CONDITION_ON_DEFAULT',
  severity: 'warning',
  message: {
    en: ({ what }) => `The flow ${what} is the default and has a condition; the condition is ignored.`,
    'zh-CN': ({ what }) => `流向 ${what} 是默认流向，其条件不起作用。`,
  },
});
const WrongDefault = defineProblem<{ flow: string }>({
  code: 'PROCESS_WRONG_DEFAULT',
  severity: 'error',
  message: {
    en: ({ what, flow }) => `The default flow ${flow} of ${what} does not begin there.`,
    'zh-CN': ({ what, flow }) => `${what} 的默认流向 ${flow} 不是从它出发的。`,
  },
});
const DefaultBesideUnconditional = defineProblem({
  code: 'PROCESS_DEFAULT_BESIDE_UNCONDITIONAL',
  severity: 'error',
  message: {
    en: ({ what }) => `${what} has a default flow beside a flow without condition, which is always taken. Give every other flow a condition, or remove the default.`,
    'zh-CN': ({ what }) => `${what} 同时有默认流向和无条件流向（后者总会执行）。请给其他流向设置条件，或取消默认流向。`,
  },
});
const NoDefault = defineProblem({
  code: 'PROCESS_WITHOUT_DEFAULT',
  severity: 'warning',
  message: {
    en: ({ what }) => `${what} has no default flow; when no condition is true, the process stops with an incident.`,
    'zh-CN': ({ what }) => `${what} 没有默认流向；当所有条件都不成立时，流程会因异常而停止。`,
  },
});

export interface ConnectedFlow {
  readonly id: string;
  readonly element: ModdleElement;
  readonly from: string;
  readonly to: string;
  /** Trimmed; null when the flow has none or it does not count. */
  readonly condition: string | null;
}

export interface Connections {
  /** In the order of the file, which is the order in which conditions are tried. */
  readonly flows: readonly ConnectedFlow[];
  outgoing(node: string): readonly ConnectedFlow[];
  incoming(node: string): readonly ConnectedFlow[];
  defaultOf(node: CollectedNode): string | null;
}

export function connectFlows(collected: Collected, problems: ProblemList): Connections {
  const flows = collected.flows.flatMap((flow) => connect(flow, collected, problems) ?? []);
  const from = groupBy(flows, (flow) => flow.from);
  const to = groupBy(flows, (flow) => flow.to);
  const connections: Connections = {
    flows,
    outgoing: (node) => from.get(node) ?? [],
    incoming: (node) => to.get(node) ?? [],
    defaultOf: (node) => elementOf(node.element, 'default')?.id ?? null,
  };
  const drawnFrom = new Set(collected.flows.map(({ element }) => elementOf(element, 'sourceRef')?.id));
  const areSomeLost = flows.length < collected.flows.length;
  for (const node of collected.nodes.values()) checkNode(node, connections, { isDrawnFrom: drawnFrom.has(node.id), areSomeLost }, problems);
  return connections;
}

function connect({ id, element, container }: CollectedFlow, { nodes, refused }: Collected, problems: ProblemList): ConnectedFlow | null {
  const about = nameOf(element);
  const ends = [elementOf(element, 'sourceRef'), elementOf(element, 'targetRef')];
  const condition = readCondition(element, problems);
  if (ends.some((end) => end?.id !== undefined && refused.has(end.id))) return null;
  const [source, target] = ends.map((end) => (end?.id === undefined ? undefined : nodes.get(end.id)));
  if (source && target) {
    if (source.container === container && target.container === container) return { id, element, from: source.id, to: target.id, condition };
    problems.report(FlowCrosses, about, {});
  } else if (ends.every((end) => end !== null && isFlowNode(end))) {
    problems.report(FlowCrosses, about, {});
  } else if (!problems.mentions(id)) {
    problems.report(LooseFlow, about, {});
  }
  return null;
}

/** By what the parser adds to every flow node, whether it is executed or not. */
const isFlowNode = (element: ModdleElement): boolean => /(Task|Event|Gateway|SubProcess|Activity|Transaction)$/.test(element.$type);

function readCondition(element: ModdleElement, problems: ProblemList): string | null {
  const expression = elementOf(element, 'conditionExpression');
  if (!expression) return null;
  const language = textOf(expression, 'language');
  if (language !== null) problems.report(ConditionLanguage, nameOf(element), { language: shorten(language) });
  const body = textOf(expression, 'body');
  if (body === null) problems.report(ConditionEmpty, nameOf(element), {});
  return body;
}

/** A flow that could not be connected was reported already; what follows from that needs no report. */
interface Drawn {
  readonly isDrawnFrom: boolean;
  readonly areSomeLost: boolean;
}

function checkNode(node: CollectedNode, connections: Connections, drawn: Drawn, problems: ProblemList): void {
  const about = nameOf(node.element);
  const outgoing = connections.outgoing(node.id);
  const { departure, mayHaveIncoming } = node.kind;
  if (!mayHaveIncoming) for (const flow of connections.incoming(node.id)) problems.report(FlowIntoStart, about, { flow: flow.id });
  if (departure === 'none') for (const flow of outgoing) problems.report(FlowOutOfEnd, about, { flow: flow.id });
  if ((departure === 'all' || departure === 'one') && outgoing.length === 0 && !drawn.isDrawnFrom) problems.report(LeadsNowhere, about, {});

  const defaultFlow = connections.defaultOf(node);
  if (defaultFlow === null || outgoing.some((flow) => flow.id === defaultFlow)) {
    checkConditions(departure, node, outgoing, defaultFlow, problems);
  } else if (!drawn.areSomeLost) {
    problems.report(WrongDefault, about, { flow: shorten(defaultFlow) });
  }
}

function checkConditions(departure: Departure, node: CollectedNode, outgoing: readonly ConnectedFlow[], defaultFlow: string | null, problems: ProblemList): void {
  const about = nameOf(node.element);
  const others = outgoing.filter((flow) => flow.id !== defaultFlow);
  const conditional = others.filter(hasCondition);
  for (const flow of outgoing) if (flow.id === defaultFlow && hasCondition(flow)) problems.report(ConditionOnDefault, nameOf(flow.element), {});
  if (departure === 'all') {
    for (const flow of conditional) problems.report(ConditionNotAllowed, nameOf(flow.element), { source: node.id });
    return;
  }
  if (departure === 'one' && outgoing.length > 1) {
    for (const flow of others) if (!hasCondition(flow)) problems.report(ConditionMissing, nameOf(flow.element), { source: node.id });
  }
  if (departure === 'chosen' && defaultFlow !== null && others.some((flow) => !hasCondition(flow))) problems.report(DefaultBesideUnconditional, about, {});
  if (defaultFlow === null && conditional.length > 0 && conditional.length === others.length) problems.report(NoDefault, about, {});
}

const hasCondition = (flow: ConnectedFlow): boolean => elementOf(flow.element, 'conditionExpression') !== null;

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
