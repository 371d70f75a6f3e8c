/** What may be asked of an instance, and what comes back for the host to do. */

import type { FormulaValue } from '@tessera/formula';
import { assertNever } from '@tessera/contract';
import type { TaskKind } from '../graph/process-graph.ts';
import type { Words } from '../problem/process-problem.ts';
import type { Assignee, ProcessEvent, TaskOutcome } from './process-event.ts';

export type ProcessCommand =
  | { readonly kind: 'start'; readonly starter: string; readonly at: string }
  | {
      readonly kind: 'completeTask';
      readonly task: string;
      readonly outcome: TaskOutcome;
      readonly actor: string;
      readonly comment?: string | null;
      readonly at: string;
    }
  | { readonly kind: 'cancel'; readonly reason: string; readonly actor?: string | null; readonly at?: string }
  /** Tries again where incidents stopped it, after a person put right what was wrong. */
  | { readonly kind: 'retry'; readonly actor?: string | null; readonly at?: string };

/** Data for the host to carry out in the same transaction. A task that was completed needs no `closeTask`. */
export type ProcessEffect =
  | {
      readonly kind: 'createTask';
      readonly task: string;
      readonly element: string;
      readonly name: Words;
      readonly taskKind: TaskKind;
      readonly assignee: Assignee;
      readonly form: string | null;
      readonly writable: readonly string[];
    }
  | { readonly kind: 'closeTask'; readonly task: string; readonly element: string }
  | { readonly kind: 'setFields'; readonly element: string; readonly values: Readonly<Record<string, FormulaValue>> }
  | { readonly kind: 'raiseIncident'; readonly element: string; readonly code: string; readonly message: Words };

export function effectsOf(event: ProcessEvent): readonly ProcessEffect[] {
  switch (event.type) {
    case 'taskCreated': {
      const { task, element, name, taskKind, assignee, form, writable } = event;
      return [{ kind: 'createTask', task, element, name, taskKind, assignee, form, writable }];
    }
    case 'taskCancelled':
      return [{ kind: 'closeTask', task: event.task, element: event.element }];
    case 'fieldsSet':
      return [{ kind: 'setFields', element: event.element, values: event.values }];
    case 'incidentRaised':
      return [{ kind: 'raiseIncident', element: event.element, code: event.code, message: event.message }];
    case 'instanceStarted':
    case 'elementEntered':
    case 'elementLeft':
    case 'flowTaken':
    case 'taskCompleted':
    case 'scopeOpened':
    case 'scopeCompleted':
    case 'scopeTerminated':
    case 'instanceCompleted':
    case 'instanceTerminated':
    case 'incidentsCleared':
      return [];
    default:
      return assertNever(event);
  }
}
