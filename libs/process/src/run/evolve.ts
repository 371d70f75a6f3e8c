/** The only mutator: the state after an event. Total and deciding nothing; whether an event may happen is for `decide`. */

import { assertNever } from '@tessera/contract';
import { scopesWithin, type Incident, type InstanceState, type Token } from './instance-state.ts';
import type { InstanceStarted, ProcessEvent } from './process-event.ts';

/** Pure; shares what did not change. Throws for an event without an instance, which is a bug of the caller. */
export function evolve(state: InstanceState | null, event: ProcessEvent): InstanceState {
  if (event.type === 'instanceStarted') return started(event);
  if (state === null) throw new Error(`${event.type} before instanceStarted`);
  switch (event.type) {
    case 'elementEntered': {
      const inside: Token = { id: event.token, element: event.element, flow: null, scope: event.scope };
      return { ...state, tokens: [...state.tokens.filter((token) => !event.consumed.includes(token.id)), inside] };
    }
    case 'elementLeft':
      return { ...state, tokens: state.tokens.filter((token) => token.id !== event.token) };
    case 'flowTaken':
      return { ...state, tokens: [...state.tokens, { id: event.token, element: event.to, flow: event.element, scope: event.scope }] };
    case 'taskCreated':
      return { ...state, tasks: [...state.tasks, { id: event.task, element: event.element, token: event.token, kind: event.taskKind }] };
    case 'taskCompleted':
      return {
        ...withoutTask(state, event.task),
        outcome: event.outcome,
        outcomes: [...state.outcomes.filter(([element]) => element !== event.element), [event.element, event.outcome]],
      };
    case 'taskCancelled':
      return withoutTask(state, event.task);
    case 'fieldsSet':
      return state;
    case 'scopeOpened':
      return { ...state, scopes: [...state.scopes, { id: event.scope, element: event.element, token: event.token }] };
    case 'scopeCompleted':
      return { ...state, scopes: state.scopes.filter((scope) => scope.id !== event.scope) };
    case 'scopeTerminated':
      return withoutScope(state, event.scope);
    case 'instanceCompleted':
      return { ...state, status: 'completed', endedAt: event.at };
    case 'instanceTerminated':
      return { ...state, status: 'terminated', endedAt: event.at, tokens: [], scopes: [], tasks: [], incidents: [] };
    case 'incidentRaised': {
      const { element, tokens, code, message, fields } = event;
      return { ...state, ...withIncidents([...state.incidents, { element, tokens, code, message, ...(fields ? { fields } : {}) }]) };
    }
    case 'incidentsCleared':
      return { ...state, ...withIncidents([]) };
    default:
      return assertNever(event);
  }
}

const started = (event: InstanceStarted): InstanceState => ({
  status: 'running',
  starter: event.starter,
  startedAt: event.at,
  endedAt: null,
  tokens: [],
  scopes: [],
  tasks: [],
  incidents: [],
  outcome: null,
  outcomes: [],
});

const withoutTask = (state: InstanceState, task: string): InstanceState => ({ ...state, tasks: state.tasks.filter(({ id }) => id !== task) });

const withIncidents = (incidents: readonly Incident[]): Pick<InstanceState, 'status' | 'incidents'> => ({
  status: incidents.length === 0 ? 'running' : 'incident',
  incidents,
});

function withoutScope(state: InstanceState, scope: string): InstanceState {
  const gone = scopesWithin(state, scope);
  const tokens = state.tokens.filter((token) => token.scope === null || !gone.has(token.scope));
  const left = new Set(tokens.map((token) => token.id));
  return {
    ...state,
    tokens,
    scopes: state.scopes.filter(({ id }) => !gone.has(id)),
    tasks: state.tasks.filter((task) => left.has(task.token)),
    ...withIncidents(
      state.incidents
        .map((incident) => ({ ...incident, tokens: incident.tokens.filter((token) => left.has(token)) }))
        .filter((incident) => incident.tokens.length > 0),
    ),
  };
}
