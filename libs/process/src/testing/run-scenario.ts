/**
 * Runs an instance command by command and checks the laws after each: every test that uses it tests
 * them all. Ids are counted, time stands still, the record's values change as the effects say.
 */

import type { FormulaScope } from '@tessera/formula';
import { compileProcess } from '../compile/compile-process.ts';
import type { CompileEnv } from '../elements/element-kind.ts';
import type { ProcessGraph } from '../graph/process-graph.ts';
import type { InstanceState } from '../run/instance-state.ts';
import type { ProcessCommand, ProcessEffect } from '../run/process-command.ts';
import type { ProcessEvent, TaskOutcome } from '../run/process-event.ts';
import { step, type Facts, type StepEnv, type StepOutcome } from '../run/step.ts';
import { checkLaws } from './instance-laws.ts';

export const NOW = '2024-05-06T08:00:00.000Z';
export const STARTER = 'member-1';
export const ACTOR = 'member-2';

/** Entity `order` with a few fields; roles manager and sales; form order. */
export const FIELDS: FormulaScope = {
  names: { total: 'number', status: 'text', remark: 'text', owner: 'text', checked: 'boolean', due: 'date', code: 'text' },
};
export const COMPILE_ENV: CompileEnv = {
  fields: (entity) => (entity === 'order' ? FIELDS : null),
  roles: new Set(['manager', 'sales']),
  forms: new Set(['order']),
  writableFields: () => new Set(['status', 'remark', 'owner', 'checked', 'due', 'lines']),
};

/** The graph of a model that must compile. */
export async function compiled(xml: string, env: CompileEnv = COMPILE_ENV): Promise<ProcessGraph> {
  const { graph, problems } = await compileProcess(xml, env);
  if (!graph) throw new Error(`does not compile: ${problems.map((problem) => `${problem.code} ${problem.message.en}`).join(' | ')}`);
  return graph;
}

export interface ScenarioOptions {
  readonly facts?: Facts;
  readonly starter?: string;
  readonly recalculate?: StepEnv['recalculate'];
}

export class Scenario {
  readonly graph: ProcessGraph;
  facts: Facts;
  state: InstanceState | null = null;
  readonly events: ProcessEvent[] = [];
  readonly effects: ProcessEffect[] = [];
  /** The same graph as another object, so that nothing kept with an object can matter. */
  private readonly twin: ProcessGraph;
  private readonly recalculate: StepEnv['recalculate'];
  private ids = 0;

  constructor(graph: ProcessGraph, options: ScenarioOptions = {}) {
    [this.graph, this.twin] = copiesOf(graph);
    this.facts = options.facts ?? {};
    this.recalculate = options.recalculate;
  }

  start(starter = STARTER): this {
    return this.must({ kind: 'start', starter, at: NOW });
  }

  /** The oldest open task of the element, or the nth. */
  complete(element: string, outcome: TaskOutcome, nth = 0): this {
    return this.must({ kind: 'completeTask', task: this.taskOf(element, nth), outcome, actor: ACTOR, at: NOW });
  }

  taskOf(element: string, nth = 0): string {
    const task = (this.state?.tasks ?? []).filter((open) => open.element === element)[nth];
    if (!task) throw new Error(`no open task ${element}; open: ${this.open.join(' ') || 'none'}`);
    return task.id;
  }

  must(command: ProcessCommand): this {
    const refusal = this.give(command);
    if (refusal !== null) throw new Error(`refused: ${refusal}`);
    return this;
  }

  /** Gives the command; the code of the refusal, or null. */
  give(command: ProcessCommand): string | null {
    const before = this.state === null ? null : deepFreeze(JSON.parse(JSON.stringify(this.state)) as InstanceState);
    const result = step(this.graph, before, command, this.env());
    const again = step(this.twin, before, command, this.env());
    if (!result.ok || !again.ok) {
      if (result.ok || again.ok) throw new Error('broken: the same input gives the same output');
      return result.problem.code;
    }
    checkLaws(this.graph, before, result.value, again.value);
    this.accept(result.value);
    return null;
  }

  get status(): string {
    return this.state?.status ?? 'none';
  }
  /** Elements of the open tasks, sorted. */
  get open(): readonly string[] {
    return (this.state?.tasks ?? []).map((task) => task.element).sort();
  }
  /** Elements entered, in order. */
  get entered(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'elementEntered' ? [event.element] : []));
  }
  /** Flows with a token parked on them, sorted. */
  get parked(): readonly string[] {
    return (this.state?.tokens ?? []).flatMap((token) => token.flow ?? []).sort();
  }

  private accept(outcome: StepOutcome): void {
    this.state = outcome.state;
    this.events.push(...outcome.events);
    this.effects.push(...outcome.effects);
    for (const effect of outcome.effects) if (effect.kind === 'setFields') this.facts = { ...this.facts, ...effect.values };
    this.ids += 100_000;
  }

  private env(): StepEnv {
    let ids = this.ids;
    const newId = (): string => `id-${(ids += 1)}`;
    const { facts, recalculate } = this;
    return { newId, now: NOW, timeZone: 'Asia/Shanghai', facts: deepFreeze({ ...facts }), ...(recalculate ? { recalculate } : {}) };
  }
}

const copies = new WeakMap<ProcessGraph, readonly [ProcessGraph, ProcessGraph]>();

/** Two, read back from JSON as a host does, which nobody can write to. */
function copiesOf(graph: ProcessGraph): readonly [ProcessGraph, ProcessGraph] {
  const copy = (): ProcessGraph => deepFreeze(JSON.parse(JSON.stringify(graph)) as ProcessGraph);
  const made = copies.get(graph) ?? ([copy(), copy()] as const);
  copies.set(graph, made);
  return made;
}

/** Starts, then moves such as `approve A`, `complete B`, `retry`, `cancel`; `approve A 2` is the second open task of A. */
export function runScenario(graph: ProcessGraph, moves: readonly string[], options: ScenarioOptions = {}): Scenario {
  const scenario = new Scenario(graph, options).start(options.starter);
  for (const move of moves) {
    const [outcome = '', element = '', nth = '1'] = move.split(' ');
    if (outcome === 'retry') scenario.must({ kind: 'retry', at: NOW });
    else if (outcome === 'cancel') scenario.must({ kind: 'cancel', reason: 'test', at: NOW });
    else scenario.complete(element, outcome as TaskOutcome, Number(nth) - 1);
  }
  return scenario;
}

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
