/**
 * BPMN XML to a graph that can be executed, or to everything that is wrong with it. The steps: read,
 * find the process, collect its elements, connect them, read each one, look at the ways through. A model
 * with an error gives no graph; what is not executed is never dropped in silence.
 */

import { MAX_BPMN_BYTES } from '@tessera/contract';
import type { CompileContext, CompileEnv, NodeParts } from '../elements/element-kind.ts';
import { outcomesOf } from '../elements/task/user-task.ts';
import { UnknownRole, UnknownValue } from '../elements/reference-problems.ts';
import { scopeOf } from '../graph/graph-index.ts';
import { GRAPH_FORMAT, type GraphNode, type ProcessGraph, type RunAs, type Trigger } from '../graph/process-graph.ts';
import { ProblemList, defineProblem, shorten, type ProcessProblem, type Words } from '../problem/process-problem.ts';
import { elementsOf, textOf, type ModdleElement } from '../xml/moddle-element.ts';
import { nameOf, readDefinitions } from '../xml/read-definitions.ts';
import { FormulaChecker, namesOf, type OutcomeNames } from './check-formula.ts';
import { checkWays } from './check-ways.ts';
import { collectElements, type Collected, type CollectedNode } from './collect-elements.ts';
import { connectFlows, type Connections } from './connect-flows.ts';
import { findProcess } from './find-process.ts';
import { checkRootElements } from './refused-elements.ts';
import { checkSettings } from './settings.ts';

const EntityMissing = defineProblem({
  code: 'PROCESS_ENTITY_MISSING',
  severity: 'error',
  message: {
    en: ({ what }) => `The process ${what} does not say on which records it runs (tessera:entity).`,
    'zh-CN': ({ what }) => `流程 ${what} 没有说明针对哪种记录运行（tessera:entity）。`,
  },
});
const EntityUnknown = defineProblem<{ entity: string }>({
  code: 'PROCESS_ENTITY_UNKNOWN',
  severity: 'error',
  message: {
    en: ({ what, entity }) => `The process ${what} runs on "${entity}", which does not exist.`,
    'zh-CN': ({ what, entity }) => `流程 ${what} 针对的“${entity}”不存在。`,
  },
});
const StartMissing = defineProblem({
  code: 'PROCESS_START_MISSING',
  severity: 'error',
  message: {
    en: ({ what }) => `${what} has no start event. Draw one.`,
    'zh-CN': ({ what }) => `${what} 没有开始事件，请添加。`,
  },
});
const SeveralStarts = defineProblem({
  code: 'PROCESS_SEVERAL_STARTS',
  severity: 'error',
  message: {
    en: ({ what }) => `${what} is a second start event; there can be one. Keep one and branch after it.`,
    'zh-CN': ({ what }) => `${what} 是第二个开始事件，只能有一个。请保留一个，并在其后分支。`,
  },
});
const TriggerMissing = defineProblem({
  code: 'PROCESS_TRIGGER_MISSING',
  severity: 'warning',
  message: {
    en: ({ what }) => `The start event ${what} does not say what starts the process (tessera:trigger); it will start by hand only.`,
    'zh-CN': ({ what }) => `开始事件 ${what} 没有设置触发方式（tessera:trigger），只能手动发起。`,
  },
});

export interface CompileResult {
  /** Null when there is an error among the problems. */
  readonly graph: ProcessGraph | null;
  readonly problems: readonly ProcessProblem[];
}

/** Pure but for the parser's promise; never rejects for bad input. */
export async function compileProcess(xml: string, env: CompileEnv): Promise<CompileResult> {
  const problems = new ProblemList();
  const graph = await compileXml(xml, env, problems);
  return { graph: problems.hasErrors ? null : graph, problems: problems.toArray() };
}

/** What the editor shows while drawing: the problems alone. */
export const lintForEditor = async (xml: string, env: CompileEnv): Promise<readonly ProcessProblem[]> =>
  (await compileProcess(xml, env)).problems;

async function compileXml(xml: string, env: CompileEnv, problems: ProblemList): Promise<ProcessGraph | null> {
  const definitions = await readDefinitions(xml, env.maxBytes ?? MAX_BPMN_BYTES, problems);
  if (!definitions) return null;
  checkRootElements(definitions, elementsOf(definitions, 'rootElements'), problems);
  const process = findProcess(definitions, problems);
  return process ? compileModel(process, env, problems) : null;
}

function compileModel(process: ModdleElement, env: CompileEnv, problems: ProblemList): ProcessGraph | null {
  checkSettings(process, problems);
  const entity = readEntity(process, env, problems);
  const runAs = readRunAs(process, problems);
  const collected = collectElements(process, problems);
  const connections = connectFlows(collected, problems);
  const starts = findStarts(process, collected, problems);

  const outcomes = outcomeNames(collected);
  const names = entity ? namesOf(entity.fields, outcomes, nameOf(process), problems) : [];
  const formulas = new FormulaChecker(names, outcomes, problems);
  const context: CompileContext = {
    env,
    problems,
    entity,
    laneRole: (element) => laneRoleOf(element, collected),
    startOf: (container) => starts.get(container) ?? null,
    checkValue(text, about, use, expected) {
      if (entity) formulas.checkValue(text, about, use, expected);
    },
  };
  checkLaneRoles(collected, env, problems);
  const nodes = [...collected.nodes.values()].flatMap((node) => readNode(node, connections, context) ?? []);
  for (const flow of connections.flows) {
    if (flow.condition !== null && entity) formulas.checkCondition(flow.condition, nameOf(flow.element), { en: 'The condition', 'zh-CN': '条件' });
  }
  const start = starts.get(null);
  const startElement = start === undefined ? undefined : collected.nodes.get(start)?.element;
  if (start === undefined || !startElement || !entity) return null;
  const trigger = readTrigger(startElement, problems);
  const when = textOf(startElement, 'when');
  if (when !== null) {
    const before = new FormulaChecker(Object.entries(entity.fields.names), new Map(), problems);
    before.checkCondition(when, nameOf(startElement), { en: 'The start condition', 'zh-CN': '启动条件' });
  }
  if (!problems.hasErrors) checkWays(collected, connections, problems);
  return {
    format: GRAPH_FORMAT,
    id: process.id ?? '',
    name: wordsOf(process),
    entity: entity.key,
    start,
    trigger,
    runAs,
    when,
    names,
    nodes,
    flows: connections.flows.map(({ id, element, from, to, condition }) => ({ id, name: wordsOf(element), from, to, condition })),
  };
}

function readEntity(process: ModdleElement, env: CompileEnv, problems: ProblemList): CompileContext['entity'] {
  const key = textOf(process, 'entity');
  if (key === null) {
    problems.report(EntityMissing, nameOf(process), {});
    return null;
  }
  const fields = env.fields(key);
  if (!fields) {
    problems.report(EntityUnknown, nameOf(process), { entity: shorten(key) });
    return null;
  }
  return { key, fields: scopeOf(Object.entries(fields.names)), writable: env.writableFields?.(key) ?? null };
}

function readRunAs(process: ModdleElement, problems: ProblemList): RunAs {
  const runAs = textOf(process, 'runAs') ?? 'starter';
  if (runAs === 'starter' || runAs === 'system') return runAs;
  problems.report(UnknownValue, nameOf(process), { setting: 'tessera:runAs', value: shorten(runAs), allowed: 'starter, system' });
  return 'starter';
}

function readTrigger(start: ModdleElement, problems: ProblemList): Trigger {
  const trigger = textOf(start, 'trigger');
  if (trigger === 'submit' || trigger === 'manual') return trigger;
  if (trigger === null) problems.report(TriggerMissing, nameOf(start), {});
  else problems.report(UnknownValue, nameOf(start), { setting: 'tessera:trigger', value: shorten(trigger), allowed: 'submit, manual' });
  return 'manual';
}

/** The start event of the process (null) and of every sub-process. */
function findStarts(process: ModdleElement, { nodes }: Collected, problems: ProblemList): ReadonlyMap<string | null, string> {
  const starts = new Map<string | null, string>();
  for (const node of nodes.values()) {
    if (node.kind.kind !== 'startEvent') continue;
    if (starts.has(node.container)) problems.report(SeveralStarts, nameOf(node.element), {});
    else starts.set(node.container, node.id);
  }
  const containers: (readonly [string | null, ModdleElement])[] = [[null, process]];
  for (const node of nodes.values()) if (node.kind.kind === 'subProcess') containers.push([node.id, node.element]);
  for (const [id, element] of containers) {
    const refusedStart = elementsOf(element, 'flowElements').some(({ $type, id: start }) => $type === 'bpmn:StartEvent' && !nodes.has(start ?? ''));
    if (!starts.has(id) && !refusedStart) problems.report(StartMissing, nameOf(element), {});
  }
  return starts;
}

/** Ids that cannot be written in a formula have no name of their own; `outcome` is always there. */
function outcomeNames({ nodes }: Collected): OutcomeNames {
  const names = new Map<string, readonly string[]>();
  const all = new Set<string>();
  for (const { id, kind, element } of nodes.values()) {
    if (kind.kind !== 'userTask') continue;
    const outcomes = outcomesOf(textOf(element, 'taskKind') === 'approval' ? 'approval' : 'work');
    for (const outcome of outcomes) all.add(outcome);
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(id)) names.set(`${id}_outcome`, outcomes);
  }
  names.set('outcome', [...all]);
  return names;
}

function laneRoleOf(element: string, { lanes, nodes }: Collected): string | null {
  for (let at: string | null = element; at !== null; at = nodes.get(at)?.container ?? null) {
    const role = lanes.get(at)?.[0];
    if (role) return role.role;
  }
  return null;
}

function checkLaneRoles({ lanes }: Collected, env: CompileEnv, problems: ProblemList): void {
  const checked = new Set<ModdleElement>();
  for (const { role, lane } of [...lanes.values()].flat()) {
    if (checked.has(lane)) continue;
    checked.add(lane);
    if (env.roles && !env.roles.has(role)) problems.report(UnknownRole, nameOf(lane), { role: shorten(role) });
  }
}

function readNode(node: CollectedNode, connections: Connections, context: CompileContext): GraphNode | null {
  const parts: NodeParts = {
    id: node.id,
    name: wordsOf(node.element),
    container: node.container,
    incoming: connections.incoming(node.id).map((flow) => flow.id),
    outgoing: connections.outgoing(node.id).map((flow) => flow.id),
    defaultFlow: connections.defaultOf(node),
  };
  return node.kind.read(node.element, parts, context);
}

/** Each language falls back to the other, then to the id. */
function wordsOf(element: ModdleElement): Words {
  const { id, name, nameEn } = nameOf(element);
  return { en: nameEn ?? name ?? id ?? '', 'zh-CN': name ?? nameEn ?? id ?? '' };
}
