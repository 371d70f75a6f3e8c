/** The first draft of a process: a start event, an end event and the flow between them, with its diagram. */

import { TESSERA_URI } from './tessera-moddle.ts';

export interface EmptyProcess {
  /** The process key; also the BPMN id. */
  readonly id: string;
  /** Chinese, or the only name there is. */
  readonly name: string;
  readonly nameEn?: string | undefined;
  /** Key of the entity it runs on. */
  readonly entity: string;
}

/** Starts when a record is submitted. */
export function emptyProcessXml({ id, name, nameEn, entity }: EmptyProcess): string {
  const english = nameEn === undefined ? '' : ` tessera:nameEn="${escaped(nameEn)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:tessera="${TESSERA_URI}" id="Definitions_1" targetNamespace="${TESSERA_URI}">
  <bpmn:process id="${escaped(id)}" name="${escaped(name)}"${english} isExecutable="true" tessera:entity="${escaped(entity)}">
    <bpmn:startEvent id="Start_1" name="提交" tessera:nameEn="Submitted" tessera:trigger="submit">
      <bpmn:outgoing>Flow_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:endEvent id="End_1" name="结束" tessera:nameEn="Done">
      <bpmn:incoming>Flow_1</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start_1" targetRef="End_1" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_1">
    <bpmndi:BPMNPlane id="Plane_1" bpmnElement="${escaped(id)}">
      <bpmndi:BPMNShape id="Start_1_di" bpmnElement="Start_1">
        <dc:Bounds x="180" y="200" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="176" y="243" width="44" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="End_1_di" bpmnElement="End_1">
        <dc:Bounds x="480" y="200" width="36" height="36" />
        <bpmndi:BPMNLabel><dc:Bounds x="476" y="243" width="44" height="14" /></bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Flow_1_di" bpmnElement="Flow_1">
        <di:waypoint x="216" y="218" />
        <di:waypoint x="480" y="218" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}

/** For an attribute; characters that XML cannot hold become a space. */
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u001F\uFFFD-\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
