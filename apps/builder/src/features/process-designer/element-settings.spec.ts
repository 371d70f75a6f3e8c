import { describe, expect, it } from '@jest/globals';
import { tesseraModdle } from '@tessera/process';
import type { ModdleElement } from './element-settings.ts';
import { performerAttributes, readSettings } from './element-settings.ts';

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tessera="https://tessera.example/bpmn/1.0" targetNamespace="t">
  <bpmn:process id="P" name="订单审批" tessera:nameEn="Order approval" tessera:entity="order" isExecutable="true">
    <bpmn:laneSet id="LS"><bpmn:lane id="L" name="主管" tessera:role="sales_manager"><bpmn:flowNodeRef>Approve</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="Start" tessera:trigger="manual" tessera:when="total &gt; 0"/>
    <bpmn:userTask id="Approve" name="审批" tessera:taskKind="approval" tessera:assigneeRole="sales_manager" tessera:form="order">
      <bpmn:extensionElements>
        <tessera:fieldAccess field="status" access="write"/>
        <tessera:fieldAccess field="total" access="read"/>
      </bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:userTask id="Fix" tessera:assignee="starter"/>
    <bpmn:serviceTask id="Set"><bpmn:extensionElements><tessera:setField field="status" value="&quot;approved&quot;"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:exclusiveGateway id="G" default="F2"><bpmn:outgoing>F1</bpmn:outgoing><bpmn:outgoing>F2</bpmn:outgoing></bpmn:exclusiveGateway>
    <bpmn:sequenceFlow id="F1" sourceRef="G" targetRef="Approve"><bpmn:conditionExpression>total &gt; 10000</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="F2" sourceRef="G" targetRef="Set"/>
    <bpmn:sequenceFlow id="F3" sourceRef="Start" targetRef="G"/>
    <bpmn:endEvent id="End"><bpmn:terminateEventDefinition id="T"/></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`;

/** The part of bpmn-moddle used here; the package has no types for it. */
interface Moddle {
  fromXML(xml: string): Promise<{ elementsById: Record<string, ModdleElement> }>;
}
const { BpmnModdle } = (await import('bpmn-moddle' as string)) as { BpmnModdle: new (packages: object) => Moddle };
const { elementsById } = await new BpmnModdle({ tessera: tesseraModdle }).fromXML(xml);
const settings = (id: string) => readSettings(elementsById[id]!);

describe('readSettings', () => {
  it.each([
    ['P', { kind: 'process', name: '订单审批', nameEn: 'Order approval', entity: 'order' }],
    ['Start', { kind: 'start', trigger: 'manual', when: 'total > 0' }],
    ['Approve', { kind: 'userTask', taskKind: 'approval', performer: { kind: 'role', role: 'sales_manager' }, form: 'order', writable: ['status'] }],
    ['Fix', { kind: 'userTask', taskKind: 'work', performer: { kind: 'starter' }, form: null, writable: [] }],
    ['Set', { kind: 'serviceTask', sets: [{ field: 'status', value: '"approved"' }] }],
    ['L', { kind: 'lane', role: 'sales_manager' }],
    ['End', { kind: 'end', terminates: true }],
    ['G', { kind: 'other', type: 'bpmn:ExclusiveGateway' }],
  ])('reads %s', (id, expected) => {
    expect(settings(id)).toMatchObject(expected);
  });

  it.each([
    ['F1', { condition: 'total > 10000', isDefault: false, takesCondition: true, takesDefault: true }],
    ['F2', { condition: '', isDefault: true, takesCondition: false, takesDefault: true }],
    ['F3', { condition: '', isDefault: false, takesCondition: false, takesDefault: false }],
  ])('says of the flow %s whether it takes a condition', (id, expected) => {
    expect(settings(id)).toMatchObject(expected);
  });
});

describe('performerAttributes', () => {
  it('leave exactly one answer to who performs a task', () => {
    const set = (attributes: object) => Object.values(attributes).filter((value) => value !== undefined);
    expect(set(performerAttributes({ kind: 'lane' }))).toEqual([]);
    expect(set(performerAttributes({ kind: 'role', role: 'finance' }))).toEqual(['finance']);
    expect(set(performerAttributes({ kind: 'starter' }))).toEqual(['starter']);
    expect(set(performerAttributes({ kind: 'field', field: 'owner' }))).toEqual(['owner']);
  });
});
