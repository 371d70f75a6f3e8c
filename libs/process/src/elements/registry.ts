/** The elements that are executed. A new one is a file here and a line in this list. */

import type { NodeKind } from '../graph/process-graph.ts';
import type { ModdleElement } from '../xml/moddle-element.ts';
import { subProcess } from './container/sub-process.ts';
import type { ElementKind } from './element-kind.ts';
import { endEvent } from './event/end-event.ts';
import { startEvent } from './event/start-event.ts';
import { terminateEndEvent } from './event/terminate-end-event.ts';
import { exclusiveGateway } from './gateway/exclusive-gateway.ts';
import { parallelGateway } from './gateway/parallel-gateway.ts';
import { serviceTask } from './task/service-task.ts';
import { userTask } from './task/user-task.ts';

const KINDS = [startEvent, endEvent, terminateEndEvent, userTask, serviceTask, exclusiveGateway, parallelGateway, subProcess] as const;

// Each kind is given only nodes of its own: `kindOf` looks it up by what the node says it is.
const byKind: ReadonlyMap<NodeKind, ElementKind> = new Map(KINDS.map((kind) => [kind.kind, kind as unknown as ElementKind]));

/** The behaviour of a compiled node. */
export function kindOf(node: { readonly kind: NodeKind }): ElementKind {
  const kind = byKind.get(node.kind);
  if (!kind) throw new Error(`no element kind ${node.kind}`);
  return kind;
}

/** What a BPMN element is executed as; null when it is not. */
export const recognise = (element: ModdleElement): ElementKind | null =>
  [...byKind.values()].find((kind) => kind.recognises(element)) ?? null;
