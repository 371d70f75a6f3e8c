/** What happened in an instance, in the past tense. Events are all that changes it: see `evolve`. */

import type { FormulaValue } from '@tessera/formula';
import type { TaskKind } from '../graph/process-graph.ts';
import type { Words } from '../problem/process-problem.ts';

export type TaskOutcome = 'approve' | 'reject' | 'complete';

/** A task is offered to everyone with a role, or to one member. */
export type Assignee = { readonly role: string; readonly member?: never } | { readonly member: string; readonly role?: never };

interface At {
  /** ISO instant. */
  readonly at: string;
}
/** About an element: its BPMN id. */
interface AtElement extends At {
  readonly element: string;
}

export interface InstanceStarted extends At { readonly type: 'instanceStarted'; readonly starter: string }
/** The consumed tokens arrived on flows; one token, `token`, is now inside the element. */
export interface ElementEntered extends AtElement {
  readonly type: 'elementEntered';
  readonly token: string;
  readonly consumed: readonly string[];
  readonly scope: string | null;
}
/** The token is gone; one on each flow taken follows. */
export interface ElementLeft extends AtElement { readonly type: 'elementLeft'; readonly token: string }
/** `element` is the id of the sequence flow. A token is now on it, before `to`. */
export interface FlowTaken extends AtElement {
  readonly type: 'flowTaken';
  readonly token: string;
  readonly to: string;
  readonly scope: string | null;
}
export interface TaskCreated extends AtElement {
  readonly type: 'taskCreated';
  readonly task: string;
  readonly token: string;
  readonly name: Words;
  readonly taskKind: TaskKind;
  readonly assignee: Assignee;
  readonly form: string | null;
  readonly writable: readonly string[];
}
export interface TaskCompleted extends AtElement {
  readonly type: 'taskCompleted';
  readonly task: string;
  readonly outcome: TaskOutcome;
  readonly actor: string;
  readonly comment: string | null;
}
/** The process went another way while the task was open. */
export interface TaskCancelled extends AtElement { readonly type: 'taskCancelled'; readonly task: string }
export interface FieldsSet extends AtElement {
  readonly type: 'fieldsSet';
  readonly values: Readonly<Record<string, FormulaValue>>;
}
/** A run of a sub-process; `token` waits in it outside. */
export interface ScopeOpened extends AtElement {
  readonly type: 'scopeOpened';
  readonly scope: string;
  readonly token: string;
}
export interface ScopeCompleted extends AtElement { readonly type: 'scopeCompleted'; readonly scope: string }
/** By the terminate end event `element` inside; the sub-process itself goes on as if completed. */
export interface ScopeTerminated extends AtElement { readonly type: 'scopeTerminated'; readonly scope: string }
export interface InstanceCompleted extends At { readonly type: 'instanceCompleted' }
/** By the terminate end event `element`, or by a person (`element` null). */
export interface InstanceTerminated extends At {
  readonly type: 'instanceTerminated';
  readonly element: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
}
/** The tokens stay where they are until a retry. */
export interface IncidentRaised extends AtElement {
  readonly type: 'incidentRaised';
  readonly tokens: readonly string[];
  readonly code: IncidentCode;
  readonly message: Words;
  /** Keys of the fields it is about: named only to those who know of them. */
  readonly fields?: readonly string[];
}
export interface IncidentsCleared extends At { readonly type: 'incidentsCleared'; readonly actor: string | null }

export type IncidentCode = 'NO_FLOW_TRUE' | 'NO_PERFORMER' | 'STUCK' | 'RUNAWAY' | 'WRITE_REFUSED';

export type ProcessEvent =
  | InstanceStarted
  | ElementEntered
  | ElementLeft
  | FlowTaken
  | TaskCreated
  | TaskCompleted
  | TaskCancelled
  | FieldsSet
  | ScopeOpened
  | ScopeCompleted
  | ScopeTerminated
  | InstanceCompleted
  | InstanceTerminated
  | IncidentRaised
  | IncidentsCleared;
