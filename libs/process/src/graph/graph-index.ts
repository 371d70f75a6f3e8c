/** A graph with its nodes and flows by id and its formulas compiled; made once per graph object and kept. */

import { checkFormula, type CheckedFormula, type FormulaScope, type FormulaType } from '@tessera/formula';
import type { GraphFlow, GraphNode, ProcessGraph } from './process-graph.ts';

export interface GraphIndex {
  readonly graph: ProcessGraph;
  /** Both throw for an id that is not in the graph: state and graph do not belong together. */
  node(id: string): GraphNode;
  flow(id: string): GraphFlow;
  /** Whether the name stands for the outcome of a user task, `<id>_outcome`. */
  isOutcome(name: string): boolean;
  /** Throws when a formula of a published graph no longer compiles. */
  formula(text: string): CheckedFormula;
}

const known = new WeakMap<ProcessGraph, GraphIndex>();

export function indexOf(graph: ProcessGraph): GraphIndex {
  const existing = known.get(graph);
  if (existing) return existing;
  const index = buildIndex(graph);
  known.set(graph, index);
  return index;
}

function buildIndex(graph: ProcessGraph): GraphIndex {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const flows = new Map(graph.flows.map((flow) => [flow.id, flow]));
  const outcomes = new Set(graph.nodes.filter((node) => node.kind === 'userTask').map((node) => `${node.id}_outcome`));
  const formulas = new Map<string, CheckedFormula>();
  const scope = scopeOf(graph.names);
  return {
    graph,
    node: (id) => present(nodes.get(id), `element ${id}`),
    flow: (id) => present(flows.get(id), `sequence flow ${id}`),
    isOutcome: (name) => outcomes.has(name),
    formula(text) {
      const existing = formulas.get(text);
      if (existing) return existing;
      const checked = checkFormula(text, scope);
      if (!checked.ok) throw new Error(`formula of a published process does not compile: ${text}`);
      formulas.set(text, checked.value);
      return checked.value;
    },
  };
}

function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`${what} is not in the process graph`);
  return value;
}

/** No prototype: a name such as `constructor` is not there unless it was put there. */
export function scopeOf(names: Iterable<readonly [string, FormulaType]>): FormulaScope {
  const record = Object.create(null) as Record<string, FormulaType>;
  for (const [name, type] of names) record[name] = type;
  return { names: record };
}
