/**
 * The state of one instance: plain JSON, stored by the host as it is. A token has an id and a place:
 * on a flow before an element (`flow` set), or inside an element. Nothing is counted; what is waiting
 * follows from the tasks and scopes that point to a token.
 */

import type { IncidentCode, TaskOutcome } from './process-event.ts';
import type { TaskKind } from '../graph/process-graph.ts';
import type { Words } from '../problem/process-problem.ts';

export interface Token {
  readonly id: string;
  /** The element it is in, or before which it stands. */
  readonly element: string;
  readonly flow: string | null;
  /** The run of a sub-process it belongs to; null for the process itself. */
  readonly scope: string | null;
}

export interface Scope {
  readonly id: string;
  /** The sub-process. */
  readonly element: string;
  /** Waits inside the sub-process until this run of it is over. */
  readonly token: string;
}

export interface OpenTask {
  readonly id: string;
  readonly element: string;
  readonly token: string;
  readonly kind: TaskKind;
}

export interface Incident {
  readonly element: string;
  readonly tokens: readonly string[];
  readonly code: IncidentCode;
  readonly message: Words;
  /** Keys of the fields it is about. */
  readonly fields?: readonly string[];
}

export type InstanceStatus = 'running' | 'completed' | 'terminated' | 'incident';

export interface InstanceState {
  readonly status: InstanceStatus;
  readonly starter: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly tokens: readonly Token[];
  readonly scopes: readonly Scope[];
  readonly tasks: readonly OpenTask[];
  readonly incidents: readonly Incident[];
  /** Of the task completed last. */
  readonly outcome: TaskOutcome | null;
  /** The latest outcome of each user task, by element. */
  readonly outcomes: readonly (readonly [element: string, outcome: TaskOutcome])[];
}

export const hasEnded = (state: InstanceState): boolean => state.status === 'completed' || state.status === 'terminated';

/** Elements with a token, each once; for the diagram. */
export const activeElements = (state: InstanceState): readonly string[] => [...new Set(state.tokens.map((token) => token.element))];

/** The scope and all scopes inside it. */
export function scopesWithin(state: InstanceState, scope: string): ReadonlySet<string> {
  const within = new Set([scope]);
  const scopeOfToken = new Map(state.tokens.map((token) => [token.id, token.scope]));
  // A scope is opened after the one around it, so one pass in order finds all.
  for (const inner of state.scopes) {
    const outer = scopeOfToken.get(inner.token);
    if (typeof outer === 'string' && within.has(outer)) within.add(inner.id);
  }
  return within;
}
