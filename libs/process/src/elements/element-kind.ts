/**
 * What one BPMN element is to the compiler and to the engine. Each element has a file with both halves:
 * how it is read from the model, and what happens when a token enters and leaves it. Registered in
 * `registry.ts`; nothing else knows the single elements.
 */

import type { FormulaScope, FormulaType, FormulaValue } from '@tessera/formula';
import type { GraphIndex } from '../graph/graph-index.ts';
import type { GraphNode, NodeKind, NodeOf } from '../graph/process-graph.ts';
import type { Named, ProblemList, Words } from '../problem/process-problem.ts';
import type { InstanceState, Token } from '../run/instance-state.ts';
import type { ProcessEvent } from '../run/process-event.ts';
import type { ModdleElement } from '../xml/moddle-element.ts';

/** `none`: ends here. `all`: every flow. `one`: the first true one. `chosen`: those without condition and the true ones. */
export type Departure = 'none' | 'all' | 'one' | 'chosen';

export interface ElementKind<Kind extends NodeKind = NodeKind> {
  readonly kind: Kind;
  readonly mayHaveIncoming: boolean;
  readonly departure: Departure;
  recognises(element: ModdleElement): boolean;
  /** Null when an error was reported that leaves nothing to build. */
  read(element: ModdleElement, base: NodeParts, context: CompileContext): NodeOf<Kind> | null;
  /** `synchronise`: waits for one token on each incoming flow; `each`: every token enters by itself. */
  readonly arrival: 'each' | 'synchronise';
  /** Pure; decides what entering means. */
  enter(node: NodeOf<Kind>, arrival: Arrival, look: Look): readonly ProcessEvent[];
  /** Pure; decides what happens when nothing keeps the token inside any longer. */
  leave(node: NodeOf<Kind>, token: Token, look: Look): readonly ProcessEvent[];
}

/** What all nodes share, already read. */
export type NodeParts = Pick<GraphNode, 'id' | 'name' | 'container' | 'incoming' | 'outgoing' | 'defaultFlow'>;

export interface Arrival {
  /** Tokens on flows before the element; none at the start of a process. */
  readonly consumed: readonly string[];
  readonly scope: string | null;
}

/** What the host was told when it wanted to set fields of the record. */
export interface Refusal {
  /** Keys; none when it is about the record as a whole. */
  readonly fields: readonly string[];
}

/** A read-only view of the instance in the middle of a step. */
export interface Look {
  readonly index: GraphIndex;
  readonly state: InstanceState;
  readonly at: string;
  newId(): string;
  fact(field: string): FormulaValue;
  valueOf(formula: string): FormulaValue;
  /** Why the next fields that are set in this step may not be; null when they may. */
  refusal(): Refusal | null;
}

export interface CompileEnv {
  /** Names and types of an entity's fields; null when there is no such entity. */
  fields(entity: string): FormulaScope | null;
  /** Keys that exist; not checked when absent. */
  readonly roles?: ReadonlySet<string>;
  readonly forms?: ReadonlySet<string>;
  /** Fields that may be written at all (not computed, not system); not checked when absent. */
  writableFields?(entity: string): ReadonlySet<string>;
  /** Of the XML, in UTF-8; the contract's limit when absent. */
  readonly maxBytes?: number;
}

export interface CompileContext {
  readonly env: CompileEnv;
  readonly problems: ProblemList;
  /** Null when the entity is missing or unknown; formulas and fields cannot be checked then. */
  readonly entity: { readonly key: string; readonly fields: FormulaScope; readonly writable: ReadonlySet<string> | null } | null;
  /** The role of the innermost lane with one, around the element or the sub-processes it is in. */
  laneRole(element: string): string | null;
  /** The start event of a sub-process. */
  startOf(container: string): string | null;
  /** Reports what is wrong with a formula that gives a value; `use` says what it is, e.g. "The value". */
  checkValue(text: string, about: Named, use: Words, expected: FormulaType | null): void;
}
