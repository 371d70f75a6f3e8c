/**
 * Which BPMN elements the designer offers: those libs/process executes. Other elements of an imported
 * file are shown and named as problems by the compiler; they are only not offered.
 */

export interface CreatableElement {
  readonly id: string;
  readonly type: string;
  readonly group: 'event' | 'activity' | 'gateway' | 'collaboration';
  readonly className: string;
  /** In English; the translate module has the Chinese. */
  readonly title: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export const PALETTE_ELEMENTS: readonly CreatableElement[] = [
  { id: 'start-event', type: 'bpmn:StartEvent', group: 'event', className: 'bpmn-icon-start-event-none', title: 'Create start event' },
  { id: 'end-event', type: 'bpmn:EndEvent', group: 'event', className: 'bpmn-icon-end-event-none', title: 'Create end event' },
  { id: 'user-task', type: 'bpmn:UserTask', group: 'activity', className: 'bpmn-icon-user-task', title: 'Create user task' },
  { id: 'service-task', type: 'bpmn:ServiceTask', group: 'activity', className: 'bpmn-icon-service-task', title: 'Create service task' },
  { id: 'exclusive-gateway', type: 'bpmn:ExclusiveGateway', group: 'gateway', className: 'bpmn-icon-gateway-xor', title: 'Create exclusive gateway' },
  { id: 'parallel-gateway', type: 'bpmn:ParallelGateway', group: 'gateway', className: 'bpmn-icon-gateway-parallel', title: 'Create parallel gateway' },
  { id: 'participant', type: 'bpmn:Participant', group: 'collaboration', className: 'bpmn-icon-participant', title: 'Create pool with lanes' },
];

/** What can be appended to an element with one click beside it. */
export const APPENDABLE_ELEMENTS: readonly CreatableElement[] = [
  { id: 'user-task', type: 'bpmn:UserTask', group: 'activity', className: 'bpmn-icon-user-task', title: 'Append user task' },
  { id: 'service-task', type: 'bpmn:ServiceTask', group: 'activity', className: 'bpmn-icon-service-task', title: 'Append service task' },
  { id: 'exclusive-gateway', type: 'bpmn:ExclusiveGateway', group: 'gateway', className: 'bpmn-icon-gateway-xor', title: 'Append exclusive gateway' },
  { id: 'end-event', type: 'bpmn:EndEvent', group: 'event', className: 'bpmn-icon-end-event-none', title: 'Append end event' },
];

/** Entries of the default menus, by the names bpmn-js gives them. */
const KEPT_REPLACEMENTS: ReadonlySet<string> = new Set([
  'replace-with-none-start',
  'replace-with-none-end',
  'replace-with-terminate-end',
  'replace-with-user-task',
  'replace-with-service-task',
  'replace-with-exclusive-gateway',
  'replace-with-parallel-gateway',
  'replace-with-default-flow',
  'replace-with-sequence-flow',
]);

export const isKeptReplacement = (action: string): boolean => KEPT_REPLACEMENTS.has(action);

const DROPPED_PAD_ENTRIES: ReadonlySet<string> = new Set([
  'append.end-event',
  'append.gateway',
  'append.append-task',
  'append.intermediate-event',
  'append.receive-task',
  'append.message-intermediate-event',
  'append.timer-intermediate-event',
  'append.condition-intermediate-event',
  'append.signal-intermediate-event',
  'append.compensation-activity',
]);

export const isKeptPadEntry = (action: string): boolean => !DROPPED_PAD_ENTRIES.has(action);

export const keepEntries = <Entry>(entries: Readonly<Record<string, Entry>>, isKept: (action: string) => boolean): Record<string, Entry> =>
  Object.fromEntries(Object.entries(entries).filter(([action]) => isKept(action)));
