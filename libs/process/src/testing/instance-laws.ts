/** What holds for every step of every instance. `checkLaws` throws with the law that is broken. */

import type { ProcessGraph } from '../graph/process-graph.ts';
import { evolve } from '../run/evolve.ts';
import { hasEnded, type InstanceState } from '../run/instance-state.ts';
import { effectsOf } from '../run/process-command.ts';
import type { ProcessEvent } from '../run/process-event.ts';
import type { StepOutcome } from '../run/step.ts';

export function checkLaws(graph: ProcessGraph, before: InstanceState | null, after: StepOutcome, again: StepOutcome): void {
  const { state } = after;
  const written = JSON.stringify(after);
  law('the same input gives the same output', JSON.stringify(again) === written);
  law('state, events and effects survive JSON', same(JSON.parse(written), after));
  law('replaying the events gives the same state', JSON.stringify(after.events.reduce<InstanceState | null>(replayed, before)) === JSON.stringify(state));
  law('effects follow from the events', JSON.stringify(after.events.flatMap(effectsOf)) === JSON.stringify(after.effects));
  checkPlaces(graph, state);
  checkTasks(graph, before, after);
  checkEnd(graph, state);
}

function replayed(state: InstanceState | null, event: ProcessEvent): InstanceState {
  if (event.type === 'scopeCompleted') {
    const token = state?.scopes.find(({ id }) => id === event.scope)?.token;
    law('a scope that completes has its token waiting outside', state?.tokens.some(({ id }) => id === token) === true);
  }
  return evolve(state, event);
}

function checkPlaces(graph: ProcessGraph, state: InstanceState): void {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const flows = new Map(graph.flows.map((flow) => [flow.id, flow]));
  const scopes = new Map(state.scopes.map((scope) => [scope.id, scope]));
  const tokens = new Map(state.tokens.map((token) => [token.id, token]));
  law('token ids are unique', tokens.size === state.tokens.length);
  law('scope ids are unique', scopes.size === state.scopes.length);
  for (const token of state.tokens) {
    const node = nodes.get(token.element);
    law(`token ${token.id} is at an element of the graph`, node !== undefined);
    law(`token ${token.id} is on a flow to its element`, token.flow === null || flows.get(token.flow)?.to === token.element);
    const scope = token.scope === null ? undefined : scopes.get(token.scope);
    law(`token ${token.id} is in a living scope of its container`, (token.scope === null ? null : (scope?.element ?? '')) === node?.container);
  }
  for (const scope of state.scopes) {
    law(`scope ${scope.id} has its token inside the sub-process`, tokens.get(scope.token)?.element === scope.element && tokens.get(scope.token)?.flow === null);
    law(`scope ${scope.id} has a token inside it`, isRunaway(state) || state.tokens.some((token) => token.scope === scope.id));
  }
  for (const incident of state.incidents) law('an incident holds tokens that live', incident.tokens.length > 0 && incident.tokens.every((token) => tokens.has(token)));
}

function checkTasks(graph: ProcessGraph, before: InstanceState | null, { state, effects, events }: StepOutcome): void {
  const tokens = new Map(state.tokens.map((token) => [token.id, token]));
  for (const task of state.tasks) {
    const token = tokens.get(task.token);
    law(`task ${task.id} has a token inside its element`, token?.element === task.element && token.flow === null);
  }
  law('no token has two tasks', new Set(state.tasks.map((task) => task.token)).size === state.tasks.length);

  // What a host would have open, from the effects and what it completed itself.
  const open = new Set((before?.tasks ?? []).map((task) => task.id));
  for (const event of events) if (event.type === 'taskCompleted') law('only an open task is completed', open.delete(event.task));
  for (const effect of effects) {
    if (effect.kind === 'createTask') {
      law('a task is created once', !open.has(effect.task));
      law('a task has one assignee', (effect.assignee.role === undefined) !== (effect.assignee.member === undefined));
      open.add(effect.task);
    }
    if (effect.kind === 'closeTask') law('only an open task is closed', open.delete(effect.task));
  }
  law('no task is orphaned or forgotten', same([...open].sort(), state.tasks.map((task) => task.id).sort()));

  const userTasks = new Set(graph.nodes.filter((node) => node.kind === 'userTask').map((node) => node.id));
  const held = heldTokens(state);
  for (const token of state.tokens) {
    if (token.flow === null && userTasks.has(token.element)) law(`token ${token.id} in a user task has a task`, held.has(token.id));
  }
}

function checkEnd(graph: ProcessGraph, state: InstanceState): void {
  if (hasEnded(state)) {
    law('nothing lives in an ended instance', state.tokens.length + state.tasks.length + state.scopes.length + state.incidents.length === 0);
    law('an ended instance says when', state.endedAt !== null);
    return;
  }
  law('an instance that has not ended has a token', state.tokens.length > 0);
  law('the status says whether there is an incident', (state.status === 'incident') === state.incidents.length > 0);
  law('an instance waits for a person or has an incident', state.tasks.length > 0 || state.incidents.length > 0);
  if (isRunaway(state)) return;
  const joins = new Map(graph.nodes.filter((node) => node.kind === 'parallelGateway').map((node) => [node.id, node]));
  const held = heldTokens(state);
  for (const token of state.tokens) {
    if (held.has(token.id)) continue;
    const join = joins.get(token.element);
    law(`token ${token.id} waits for a task, a sub-process or a join`, join !== undefined && token.flow !== null);
    const arrived = new Set(state.tokens.filter((other) => other.element === token.element && other.scope === token.scope).map((other) => other.flow));
    law(`the join ${token.element} still misses a flow`, join?.incoming.some((flow) => !arrived.has(flow)) === true);
  }
}

const isRunaway = (state: InstanceState): boolean => state.incidents.some((incident) => incident.code === 'RUNAWAY');

const heldTokens = (state: InstanceState): ReadonlySet<string> =>
  new Set([
    ...state.tasks.map((task) => task.token),
    ...state.scopes.map((scope) => scope.token),
    ...state.incidents.flatMap((incident) => incident.tokens),
  ]);

function law(what: string, holds: boolean): void {
  if (!holds) throw new Error(`broken: ${what}`);
}

/** Structural; an absent property differs from one that is undefined, as JSON would lose it. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  for (const key of keys) {
    if (!Object.hasOwn(other, key) || !same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key])) return false;
  }
  return true;
}
