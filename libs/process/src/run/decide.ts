/**
 * What happens next: looks at the instance, may refuse a command, and answers with events. Never writes.
 * There is no agenda to keep: what can move follows from where the tokens are, and the token that has
 * stood longest moves first, so that no branch starves another.
 */

import { assertNever } from '@tessera/contract';
import { InstanceEnded, TaskNotOpen, TaskOutcomeNotAllowed, type ProcessRefusal } from '../process-errors.ts';
import { entered } from '../elements/departure.ts';
import type { Look } from '../elements/element-kind.ts';
import { kindOf } from '../elements/registry.ts';
import { outcomesOf } from '../elements/task/user-task.ts';
import { indexOf } from '../graph/graph-index.ts';
import type { GraphNode, ProcessGraph } from '../graph/process-graph.ts';
import type { Words } from '../problem/process-problem.ts';
import { hasEnded, type InstanceState, type Scope, type Token } from './instance-state.ts';
import type { ProcessCommand } from './process-command.ts';
import type { ProcessEvent } from './process-event.ts';

/** Null when the command can be carried out. Throws for a command the host must not give. */
export function refuse(state: InstanceState | null, command: ProcessCommand): ProcessRefusal | null {
  if ((command.kind === 'start') !== (state === null)) throw new Error(`command ${command.kind} for ${state ? 'an existing' : 'no'} instance`);
  if (state === null) return null;
  if (command.kind === 'completeTask') {
    const task = state.tasks.find(({ id }) => id === command.task);
    if (!task) return TaskNotOpen({ task: command.task });
    const allowed = outcomesOf(task.kind);
    return allowed.includes(command.outcome) ? null : TaskOutcomeNotAllowed({ outcome: command.outcome, allowed: allowed.join(', ') });
  }
  return hasEnded(state) ? InstanceEnded({ status: state.status }) : null;
}

/** The first events of a command that was not refused. */
export function decideCommand(graph: ProcessGraph, state: InstanceState | null, command: ProcessCommand, at: string, newId: () => string): readonly ProcessEvent[] {
  switch (command.kind) {
    case 'start': {
      const start = indexOf(graph).node(graph.start);
      return [
        { type: 'instanceStarted', starter: command.starter, at },
        entered(start, { consumed: [], scope: null }, { newId, at }),
      ];
    }
    case 'completeTask': {
      const { task, outcome, actor } = command;
      const element = state?.tasks.find(({ id }) => id === task)?.element ?? '';
      return [{ type: 'taskCompleted', element, task, outcome, actor, comment: command.comment ?? null, at }];
    }
    case 'cancel':
      return [
        ...(state?.tasks ?? []).map((task): ProcessEvent => ({ type: 'taskCancelled', element: task.element, task: task.id, at })),
        { type: 'instanceTerminated', element: null, reason: command.reason, actor: command.actor ?? null, at },
      ];
    case 'retry':
      return [{ type: 'incidentsCleared', actor: command.actor ?? null, at }];
    default:
      return assertNever(command);
  }
}

export type Move =
  | { readonly kind: 'enter'; readonly node: GraphNode; readonly tokens: readonly Token[] }
  | { readonly kind: 'leave'; readonly node: GraphNode; readonly token: Token }
  | { readonly kind: 'closeScope'; readonly scope: Scope };

/** Everything that can move now, in order. Lazy: whoever wants only the first pays only for it. */
export function* movesOf({ index, state }: Look): Generator<Move> {
  if (hasEnded(state)) return;
  const held = new Set([
    ...state.incidents.flatMap((incident) => incident.tokens),
    ...state.tasks.map((task) => task.token),
    ...state.scopes.map((scope) => scope.token),
  ]);
  const waiting = new Map<string, Map<string, Token>>();
  for (const token of state.tokens) {
    if (held.has(token.id)) continue;
    const node = index.node(token.element);
    if (token.flow === null) {
      yield { kind: 'leave', node, token };
    } else if (kindOf(node).arrival === 'each') {
      yield { kind: 'enter', node, tokens: [token] };
    } else {
      const tokens = waitingAt(waiting, token);
      if (!tokens.has(token.flow)) {
        tokens.set(token.flow, token);
        // One token from each incoming flow; a second one on the same flow waits for the next time.
        if (tokens.size === node.incoming.length) yield { kind: 'enter', node, tokens: node.incoming.flatMap((flow) => tokens.get(flow) ?? []) };
      }
    }
  }
  const inhabited = new Set(state.tokens.map((token) => token.scope));
  for (const scope of state.scopes) if (!inhabited.has(scope.id)) yield { kind: 'closeScope', scope };
}

function waitingAt(waiting: Map<string, Map<string, Token>>, token: Token): Map<string, Token> {
  const place = JSON.stringify([token.scope, token.element]);
  const tokens = waiting.get(place) ?? new Map<string, Token>();
  waiting.set(place, tokens);
  return tokens;
}

export function decideMove(move: Move, look: Look): readonly ProcessEvent[] {
  switch (move.kind) {
    case 'enter': {
      const arrival = { consumed: move.tokens.map((token) => token.id), scope: move.tokens[0]?.scope ?? null };
      return kindOf(move.node).enter(move.node, arrival, look);
    }
    case 'leave':
      return kindOf(move.node).leave(move.node, move.token, look);
    case 'closeScope':
      return [{ type: 'scopeCompleted', element: move.scope.element, scope: move.scope.id, at: look.at }];
    default:
      return assertNever(move);
  }
}

/**
 * When nothing can move: the instance is over when no token is left (BPMN 2.0.2 §13.5.6), and stuck when
 * tokens are left that wait for nothing that can still come.
 */
export function decideRest({ index, state, at }: Look): readonly ProcessEvent[] {
  if (hasEnded(state) || state.incidents.length > 0 || state.tasks.length > 0) return [];
  if (state.tokens.length === 0) return [{ type: 'instanceCompleted', at }];
  const parked = state.tokens.filter((token) => token.flow !== null);
  const nodes = [...new Set(parked.map((token) => token.element))].map((id) => index.node(id));
  return [
    {
      type: 'incidentRaised',
      element: nodes[0]?.id ?? index.graph.start,
      tokens: parked.map((token) => token.id),
      code: 'STUCK',
      message: stuckAt(nodes),
      at,
    },
  ];
}

const stuckAt = (nodes: readonly GraphNode[]): Words => ({
  en: `The process is stuck at ${nodes.map(({ name }) => `"${name.en}"`).join(', ')}: it waits for a branch that no token can come from any more.`,
  'zh-CN': `流程卡在${nodes.map(({ name }) => `“${name['zh-CN']}”`).join('、')}：等待的分支不会再有流转到达。`,
});

/** More moves than any drawn process needs without waiting for somebody. */
export function decideRunaway(look: Look, past: readonly ProcessEvent[], limit: number): ProcessEvent {
  const moves = [...movesOf(look)];
  const tokens = [...new Set(moves.flatMap((move) => (move.kind === 'enter' ? move.tokens : move.kind === 'leave' ? [move.token] : [])))];
  const first = tokens[0];
  const loops = tokens.map((token) => loopThrough(token.element, past, look)).filter((loop) => loop.length > 0);
  const loop = loops[0] ?? [];
  const names = (locale: keyof Words): string => loop.map((node) => node.name[locale]).join(' → ');
  return {
    type: 'incidentRaised',
    element: loop[0]?.id ?? first?.element ?? look.index.graph.start,
    tokens: tokens.map((token) => token.id),
    code: 'RUNAWAY',
    message:
      loop.length > 0
        ? {
            en: `The process was stopped after ${limit} steps without waiting for anybody. It goes round in the loop ${names('en')}.`,
            'zh-CN': `流程连续自动执行 ${limit} 步后被停止，在循环 ${names('zh-CN')} 中不断重复。`,
          }
        : {
            en: `The process was stopped after ${limit} steps without waiting for anybody.`,
            'zh-CN': `流程连续自动执行 ${limit} 步后被停止。`,
          },
    at: look.at,
  };
}

/** The shortest way back to the element along flows taken in this step: its nodes, the element first and last; empty when none. */
function loopThrough(element: string, past: readonly ProcessEvent[], { index }: Look): readonly GraphNode[] {
  const taken = new Set(past.flatMap((event) => (event.type === 'flowTaken' ? [event.element] : [])));
  const before = new Map<string, string>();
  const agenda = [element];
  for (let id = agenda.shift(); id !== undefined; id = agenda.shift()) {
    for (const flowId of index.node(id).outgoing) {
      const { to } = index.flow(flowId);
      if (!taken.has(flowId) || before.has(to)) continue;
      before.set(to, id);
      if (to === element) return wayBack(element, before).map((node) => index.node(node));
      agenda.push(to);
    }
  }
  return [];
}

function wayBack(element: string, before: ReadonlyMap<string, string>): readonly string[] {
  const way = [element];
  for (let at = before.get(element); at !== undefined && at !== element; at = before.get(at)) way.unshift(at);
  return [element, ...way];
}
