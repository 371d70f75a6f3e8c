/**
 * BPMN XML from a few words, for tests:
 *   drawProcess({ nodes: ['start s', 'xor g', 'user A', 'end e'], flows: ['s > g', 'g > A [total > 10]', 'g > e *'] })
 * Nodes: `start|end|terminate|xor|and ID`, `user ID` (an approval by the role manager), `work ID` (by the
 * starter), `service ID field = formula`, `sub ID { … }` as an object, or raw XML. Flows: `[condition]`,
 * `*` for the default; an id in front with `id:`, else `from_to`.
 */

import { TESSERA_URI } from '../tessera-moddle.ts';

export interface DrawnContainer {
  readonly nodes: readonly DrawnNode[];
  readonly flows: readonly string[];
}
export type DrawnNode = string | ({ readonly sub: string } & DrawnContainer);

export interface DrawnProcess extends DrawnContainer {
  readonly entity?: string;
  readonly trigger?: string;
  readonly when?: string;
  /** Attributes of <bpmn:process>, and raw elements beside it or in it. */
  readonly attributes?: string;
  readonly beside?: string;
  readonly inside?: string;
}

interface DrawnFlow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly condition: string | null;
  readonly isDefault: boolean;
}

export function drawProcess(process: DrawnProcess): string {
  const start = `tessera:trigger="${process.trigger ?? 'submit'}"${process.when === undefined ? '' : ` tessera:when="${escaped(process.when)}"`}`;
  return definitions(`${process.beside ?? ''}
  <bpmn:process id="P" isExecutable="true" tessera:entity="${process.entity ?? 'order'}" ${process.attributes ?? ''}>
${drawContainer(process, start)}${process.inside ?? ''}
  </bpmn:process>`);
}

export const definitions = (content: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tessera="${TESSERA_URI}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions" targetNamespace="t">${content}
</bpmn:definitions>`;

function drawContainer({ nodes, flows }: DrawnContainer, startSettings: string): string {
  const drawn = readFlows(flows);
  return [...nodes.map((node) => drawNode(node, drawn, startSettings)), ...drawn.map(drawFlow)].join('\n');
}

function drawNode(node: DrawnNode, flows: readonly DrawnFlow[], startSettings: string): string {
  if (typeof node !== 'string') return `<bpmn:subProcess id="${node.sub}"${defaultOf(node.sub, flows)}>${drawContainer(node, '')}</bpmn:subProcess>`;
  if (node.startsWith('<')) return node;
  const [, type, id = '', rest = ''] = /^(\w+) (\S+)(?: (.*))?$/s.exec(node) ?? [];
  const head = `id="${id}"${defaultOf(id, flows)}`;
  switch (type) {
    case 'start':
      return `<bpmn:startEvent ${head} ${startSettings}/>`;
    case 'end':
      return `<bpmn:endEvent ${head}/>`;
    case 'terminate':
      return `<bpmn:endEvent ${head}><bpmn:terminateEventDefinition id="${id}_terminate"/></bpmn:endEvent>`;
    case 'xor':
      return `<bpmn:exclusiveGateway ${head}/>`;
    case 'and':
      return `<bpmn:parallelGateway ${head}/>`;
    case 'user':
      return `<bpmn:userTask ${head} tessera:taskKind="approval" tessera:assigneeRole="manager"/>`;
    case 'work':
      return `<bpmn:userTask ${head} tessera:taskKind="work" tessera:assignee="starter"/>`;
    case 'service': {
      const [, field = '', value = ''] = /^(\S+) = (.*)$/s.exec(rest) ?? [];
      return `<bpmn:serviceTask ${head}><bpmn:extensionElements><tessera:setField field="${field}" value="${escaped(value)}"/></bpmn:extensionElements></bpmn:serviceTask>`;
    }
    default:
      throw new Error(`cannot draw "${node}"`);
  }
}

const defaultOf = (id: string, flows: readonly DrawnFlow[]): string => {
  const flow = flows.find(({ from, isDefault }) => from === id && isDefault);
  return flow ? ` default="${flow.id}"` : '';
};

function readFlows(flows: readonly string[]): readonly DrawnFlow[] {
  const ids = new Set<string>();
  return flows.map((text) => {
    const [, given, from = '', to = '', condition, star] = /^(?:(\S+): )?(\S+) > (\S+)(?: \[(.*)\])?( \*)?$/s.exec(text) ?? [];
    if (from === '') throw new Error(`cannot draw the flow "${text}"`);
    let id = given ?? `${from}_${to}`;
    for (let nth = 2; ids.has(id); nth += 1) id = `${from}_${to}_${nth}`;
    ids.add(id);
    return { id, from, to, condition: condition ?? null, isDefault: star !== undefined };
  });
}

const drawFlow = ({ id, from, to, condition }: DrawnFlow): string =>
  condition === null
    ? `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`
    : `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escaped(condition)}</bpmn:conditionExpression></bpmn:sequenceFlow>`;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
