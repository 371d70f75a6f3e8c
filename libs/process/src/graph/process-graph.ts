/**
 * What a model is compiled to: plain JSON, complete, immutable, stored with the published version.
 * Lists rather than objects keyed by id, so that no id can have a meaning to JavaScript. Formulas stay
 * texts, with the names they were checked against; `indexOf` compiles them again when they are needed.
 */

import type { FormulaType } from '@tessera/formula';
import type { Words } from '../problem/process-problem.ts';

export const GRAPH_FORMAT = 1;

export type Trigger = 'submit' | 'manual';
/** On whose rights service tasks write: those of whoever started the instance, or all of them. Only an administrator publishes `system`. */
export type RunAs = 'starter' | 'system';
export type TaskKind = 'approval' | 'work';

/** Who gets a task: every member with a role, who started the instance, or the member in a field. */
export type Performer =
  | { readonly by: 'role'; readonly role: string }
  | { readonly by: 'starter' }
  | { readonly by: 'field'; readonly field: string };

interface NodeBase {
  readonly id: string;
  /** The id stands in for a missing name. */
  readonly name: Words;
  /** The sub-process it stands in; null for the process itself. */
  readonly container: string | null;
  /** Ids of flows, in the order of the file. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  readonly defaultFlow: string | null;
}

export interface StartEventNode extends NodeBase { readonly kind: 'startEvent' }
export interface EndEventNode extends NodeBase { readonly kind: 'endEvent' }
export interface TerminateEndEventNode extends NodeBase { readonly kind: 'terminateEndEvent' }
export interface ExclusiveGatewayNode extends NodeBase { readonly kind: 'exclusiveGateway' }
export interface ParallelGatewayNode extends NodeBase { readonly kind: 'parallelGateway' }
export interface UserTaskNode extends NodeBase {
  readonly kind: 'userTask';
  readonly taskKind: TaskKind;
  readonly performer: Performer;
  readonly form: string | null;
  /** Fields that may be written in this step. */
  readonly writable: readonly string[];
}
export interface ServiceTaskNode extends NodeBase {
  readonly kind: 'serviceTask';
  /** Values are formulas; all of them see the record as it was before the task. */
  readonly setFields: readonly { readonly field: string; readonly value: string }[];
}
export interface SubProcessNode extends NodeBase {
  readonly kind: 'subProcess';
  /** Its start event. */
  readonly start: string;
}

export type GraphNode =
  | StartEventNode
  | EndEventNode
  | TerminateEndEventNode
  | ExclusiveGatewayNode
  | ParallelGatewayNode
  | UserTaskNode
  | ServiceTaskNode
  | SubProcessNode;
export type NodeKind = GraphNode['kind'];
export type NodeOf<Kind extends NodeKind> = Extract<GraphNode, { readonly kind: Kind }>;

export interface GraphFlow {
  readonly id: string;
  readonly name: Words;
  readonly from: string;
  readonly to: string;
  /** A formula; null takes the flow always (or by default). */
  readonly condition: string | null;
}

export interface ProcessGraph {
  readonly format: typeof GRAPH_FORMAT;
  readonly id: string;
  readonly name: Words;
  /** Key of the entity whose records it runs on. */
  readonly entity: string;
  readonly start: string;
  readonly trigger: Trigger;
  /** Absent in graphs from before it could be chosen, which run as the system. */
  readonly runAs?: RunAs | undefined;
  /** A formula over the record; null starts always. */
  readonly when: string | null;
  /** Names that formulas may use, with their types. */
  readonly names: readonly (readonly [name: string, type: FormulaType])[];
  readonly nodes: readonly GraphNode[];
  readonly flows: readonly GraphFlow[];
}
