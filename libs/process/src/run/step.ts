/**
 * One command carried to the point where the instance waits, ends or stops with an incident. Pure and
 * deterministic: time, ids and the record's values come in, events and effects go out, nothing is done.
 * `decide` looks, `evolve` writes; this module only alternates between the two.
 */

import { fail, ok, type Result } from '@tessera/contract';
import { evaluateFormula, type FormulaValue } from '@tessera/formula';
import type { Look, Refusal } from '../elements/element-kind.ts';
import { indexOf, type GraphIndex } from '../graph/graph-index.ts';
import type { ProcessGraph, Trigger } from '../graph/process-graph.ts';
import type { ProcessRefusal } from '../process-errors.ts';
import { decideCommand, decideMove, decideRest, decideRunaway, movesOf, refuse } from './decide.ts';
import { evolve } from './evolve.ts';
import type { InstanceState } from './instance-state.ts';
import { effectsOf, type ProcessCommand, type ProcessEffect } from './process-command.ts';
import type { ProcessEvent } from './process-event.ts';

/** Moves of tokens in one step; beyond it the instance is stopped with an incident. */
export const MAX_MOVES = 1000;
/** Tokens of one instance; a process that multiplies them without end is stopped as well. */
export const MAX_TOKENS = 1000;

export type { Refusal } from '../elements/element-kind.ts';

export type Facts = Readonly<Record<string, FormulaValue>>;

export interface StepEnv {
  newId(): string;
  /** ISO instant in UTC, what NOW() gives. */
  readonly now: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The record's own and computed values, by field key. */
  readonly facts: Facts;
  /** Computed values again after fields were set in this step; pure. Without it they stay as they were. */
  recalculate?(facts: Facts): Facts;
  /**
   * Of the fields that are set in this step, by their place among them: those the host has tried and may not set. There an
   * incident is raised instead. Whoever carries out the effects finds that out and takes the step again.
   */
  readonly refusals?: ReadonlyMap<number, Refusal>;
}

export interface StepOutcome {
  readonly state: InstanceState;
  readonly events: readonly ProcessEvent[];
  readonly effects: readonly ProcessEffect[];
}

/** Pure; does not execute the effects. A refusal changes nothing. Throws only for a start of what exists or a command to nothing. */
export function step(graph: ProcessGraph, state: InstanceState | null, command: ProcessCommand, env: StepEnv): Result<StepOutcome, ProcessRefusal> {
  const refusal = refuse(state, command);
  if (refusal) return fail(refusal);

  const index = indexOf(graph);
  const at = command.at ?? env.now;
  const me = actorOf(command);
  const events: ProcessEvent[] = [];
  let current = state;
  let facts = env.facts;
  const record = (happened: readonly ProcessEvent[]): InstanceState => {
    for (const event of happened) {
      current = evolve(current, event);
      facts = factsAfter(facts, event, env);
      events.push(event);
    }
    if (current === null) throw new Error('a step without events');
    return current;
  };
  const look = (now: InstanceState): Look => ({
    index,
    state: now,
    at,
    newId: () => env.newId(),
    fact: (field) => factOf(facts, field),
    valueOf: (formula) => valueOf(formula, index, now, facts, me, env),
    refusal: () => env.refusals?.get(settingsIn(events)) ?? null,
  });

  let now = record(decideCommand(graph, state, command, at, () => env.newId()));
  for (let moves = 0; ; moves += 1) {
    const move = movesOf(look(now)).next().value;
    if (!move) break;
    if (moves >= MAX_MOVES || now.tokens.length > MAX_TOKENS) {
      now = record([decideRunaway(look(now), events, moves)]);
      break;
    }
    now = record(decideMove(move, look(now)));
  }
  now = record(decideRest(look(now)));
  return ok({ state: now, events, effects: events.flatMap(effectsOf) });
}

/** Whether a record that is submitted (or a person, by hand) starts this process. Pure. */
export function startsOn(graph: ProcessGraph, trigger: Trigger, env: Pick<StepEnv, 'now' | 'timeZone' | 'facts'> & { readonly me: string | null }): boolean {
  if (graph.trigger !== trigger) return false;
  if (graph.when === null) return true;
  const { now, timeZone, me } = env;
  return evaluateFormula(indexOf(graph).formula(graph.when), { value: (name) => factOf(env.facts, name), now, timeZone, me }) === true;
}

/** How often fields were set so far, or were to be. */
const settingsIn = (events: readonly ProcessEvent[]): number =>
  events.filter((event) => event.type === 'fieldsSet' || (event.type === 'incidentRaised' && event.code === 'WRITE_REFUSED')).length;

function actorOf(command: ProcessCommand): string | null {
  return command.kind === 'start' ? command.starter : (command.actor ?? null);
}

/** Later conditions of the same step see what was set before them. */
function factsAfter(facts: Facts, event: ProcessEvent, env: StepEnv): Facts {
  if (event.type !== 'fieldsSet') return facts;
  const changed = { ...facts, ...event.values };
  return env.recalculate ? env.recalculate(changed) : changed;
}

function valueOf(text: string, index: GraphIndex, state: InstanceState, facts: Facts, me: string | null, { now, timeZone }: StepEnv): FormulaValue {
  const outcomes = outcomesByName(state);
  const value = (name: string): FormulaValue => {
    if (name === 'outcome') return state.outcome;
    return outcomes.get(name) ?? (index.isOutcome(name) ? null : factOf(facts, name));
  };
  return evaluateFormula(index.formula(text), { value, now, timeZone, me });
}

const outcomesByName = (state: InstanceState): ReadonlyMap<string, string> =>
  new Map(state.outcomes.map(([element, outcome]) => [`${element}_outcome`, outcome]));

const factOf = (facts: Facts, name: string): FormulaValue => (Object.hasOwn(facts, name) ? (facts[name] ?? null) : null);
