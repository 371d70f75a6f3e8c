/** Processes for designers, tasks and instances for everyone who takes part. */

import Type, { type Static } from 'typebox';
import { Key } from '../documents/keys.ts';
import { LocalizedText } from '../text.ts';
import { IdParams, Instant, KeyParams, Ref, Uuid, list } from './common.ts';
import { RecordValues, RecordView } from './record-routes.ts';
import { route } from './route.ts';

/** 2 MiB of XML is far beyond any drawn process. */
export const MAX_BPMN_BYTES = 2 * 1024 * 1024;
const Xml = Type.String({ minLength: 1, maxLength: MAX_BPMN_BYTES });

export const ProcessSummary = Type.Object({
  key: Key,
  label: LocalizedText,
  entity: Key,
  /** Latest published version; 0 when none is. */
  version: Type.Integer(),
  /** The draft differs from the published version. */
  changed: Type.Boolean(),
  running: Type.Integer(),
});
export type ProcessSummary = Static<typeof ProcessSummary>;

export const ProcessDesign = Type.Object({
  key: Key,
  label: LocalizedText,
  entity: Key,
  version: Type.Integer(),
  /** Increments with each saved draft; send it back. */
  draftVersion: Type.Integer(),
  draftXml: Type.String(),
  /** `runAs`: on whose rights its service tasks write; only an administrator publishes `system`. */
  versions: Type.Array(Type.Object({ version: Type.Integer(), publishedAt: Instant, publishedBy: Type.Union([Ref, Type.Null()]), runAs: Type.Enum(['starter', 'system']) })),
});
export type ProcessDesign = Static<typeof ProcessDesign>;

/** A finding of the validator; `element` is the BPMN id, null for the document as a whole. */
export const ProcessProblem = Type.Object({
  element: Type.Union([Type.String(), Type.Null()]),
  name: Type.Union([Type.String(), Type.Null()]),
  code: Type.String(),
  message: Type.String(),
  severity: Type.Enum(['error', 'warning']),
});
export type ProcessProblemView = Static<typeof ProcessProblem>;

const SaveDraft = Type.Object({ draftVersion: Type.Integer({ minimum: 0 }), xml: Xml }, { additionalProperties: false });

export const TaskView = Type.Object({
  id: Uuid,
  name: Type.String(),
  /** `approval`: approve or reject; `work`: complete. */
  kind: Type.Enum(['approval', 'work']),
  status: Type.Enum(['open', 'completed', 'cancelled']),
  process: Type.Object({ key: Key, label: LocalizedText, version: Type.Integer() }),
  instance: Uuid,
  element: Type.String(),
  entity: Key,
  /** Null when the actor may not read the record. */
  record: Type.Union([Ref, Type.Null()]),
  startedBy: Type.Union([Ref, Type.Null()]),
  createdAt: Instant,
  completedAt: Type.Union([Instant, Type.Null()]),
  completedBy: Type.Union([Ref, Type.Null()]),
  outcome: Type.Union([Type.String(), Type.Null()]),
  comment: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
});
export type TaskView = Static<typeof TaskView>;

export const TaskDetail = Type.Object({
  task: TaskView,
  /** Form to show, and the fields of it that may be written in this step. */
  form: Type.Union([Key, Type.Null()]),
  writable: Type.Array(Type.String()),
  record: Type.Union([RecordView, Type.Null()]),
});
export type TaskDetail = Static<typeof TaskDetail>;

export const CompleteTask = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    outcome: Type.Enum(['approve', 'reject', 'complete']),
    comment: Type.Optional(Type.String({ maxLength: 4000 })),
    /** Changes to the record made in the task's form. */
    values: Type.Optional(RecordValues),
    recordVersion: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);

export const InstanceView = Type.Object({
  id: Uuid,
  process: Type.Object({ key: Key, label: LocalizedText, version: Type.Integer() }),
  status: Type.Enum(['running', 'completed', 'terminated', 'incident']),
  entity: Key,
  record: Type.Union([Ref, Type.Null()]),
  startedAt: Instant,
  startedBy: Type.Union([Ref, Type.Null()]),
  endedAt: Type.Union([Instant, Type.Null()]),
  incident: Type.Union([Type.Null(), Type.Object({ element: Type.String(), message: Type.String() })]),
  xml: Type.String(),
  /** Elements with a token now. */
  active: Type.Array(Type.String()),
  /** Elements and sequence flows passed, in order, with who did it. */
  trace: Type.Array(Type.Object({ element: Type.String(), kind: Type.Enum(['entered', 'left', 'taken']), at: Instant, actor: Type.Union([Ref, Type.Null()]), outcome: Type.Union([Type.String(), Type.Null()]), comment: Type.Union([Type.String(), Type.Null()]) })),
  tasks: Type.Array(TaskView),
});
export type InstanceView = Static<typeof InstanceView>;

export const processRoutes = {
  processes: route({ method: 'GET', path: '/api/design/processes', tag: 'processes', permission: 'design', summary: 'All processes', answer: list(ProcessSummary) }),
  createProcess: route({
    method: 'POST', path: '/api/design/processes', tag: 'processes', permission: 'design', summary: 'Create a process with an empty draft',
    body: Type.Object({ key: Key, label: LocalizedText, entity: Key }, { additionalProperties: false }), answer: ProcessDesign,
  }),
  readProcess: route({ method: 'GET', path: '/api/design/processes/:key', tag: 'processes', permission: 'design', summary: 'The draft and its versions', params: KeyParams, answer: ProcessDesign }),
  readProcessVersion: route({ method: 'GET', path: '/api/design/processes/:key/versions/:version', tag: 'processes', permission: 'design', summary: 'A published version', params: Type.Object({ key: Key, version: Type.Integer({ minimum: 1 }) }), answer: Type.Object({ version: Type.Integer(), xml: Type.String(), publishedAt: Instant }) }),
  validateProcess: route({ method: 'POST', path: '/api/design/processes/:key/validate', tag: 'processes', permission: 'design', asks: true, summary: 'Problems of a model; changes nothing', params: KeyParams, body: Type.Object({ xml: Xml }, { additionalProperties: false }), bodyLimit: 4 * MAX_BPMN_BYTES, answer: Type.Object({ problems: Type.Array(ProcessProblem) }) }),
  saveProcessDraft: route({ method: 'PUT', path: '/api/design/processes/:key/draft', tag: 'processes', permission: 'design', summary: 'Save the draft', params: KeyParams, body: SaveDraft, bodyLimit: 4 * MAX_BPMN_BYTES, answer: ProcessDesign }),
  publishProcess: route({ method: 'POST', path: '/api/design/processes/:key/publish', tag: 'processes', permission: 'design', summary: 'Publish the model as the next version; running instances stay on theirs', params: KeyParams, body: SaveDraft, bodyLimit: 4 * MAX_BPMN_BYTES, answer: ProcessDesign }),

  tasks: route({
    method: 'GET', path: '/api/tasks', tag: 'tasks', permission: 'member', summary: 'Tasks of the actor, newest first',
    query: Type.Object({ status: Type.Optional(Type.Enum(['open', 'completed'])) }, { additionalProperties: false }), answer: list(TaskView),
  }),
  taskCount: route({ method: 'GET', path: '/api/task-count', tag: 'tasks', permission: 'member', summary: 'How many open tasks the actor has', answer: Type.Object({ open: Type.Integer() }) }),
  readTask: route({ method: 'GET', path: '/api/tasks/:id', tag: 'tasks', permission: 'member', summary: 'A task with its form and record', params: IdParams, answer: TaskDetail }),
  completeTask: route({ method: 'POST', path: '/api/tasks/:id/complete', tag: 'tasks', permission: 'member', summary: 'Approve, reject or complete a task', params: IdParams, body: CompleteTask, answer: TaskView }),
  retryInstance: route({ method: 'POST', path: '/api/instances/:id/retry', tag: 'processes', permission: 'design', summary: 'Try again what an incident stopped, after it was put right', params: IdParams, answer: InstanceView }),
  readInstance: route({ method: 'GET', path: '/api/instances/:id', tag: 'processes', permission: 'member', summary: 'An instance and its way through the diagram', params: IdParams, answer: InstanceView }),
};
