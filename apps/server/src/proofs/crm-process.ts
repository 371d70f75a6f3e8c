/** A process with a task for whoever has the role of a representative, whatever they may see of the record. */

export const CHECK_PROCESS = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tessera="https://tessera.example/bpmn/1.0" id="Definitions_check" targetNamespace="https://tessera.example/bpmn/1.0">
  <bpmn:process id="check" name="Check" isExecutable="true" tessera:entity="customer">
    <bpmn:startEvent id="Start" name="Submitted" tessera:trigger="submit"><bpmn:outgoing>ToLook</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="Look" name="Look" tessera:taskKind="work" tessera:assigneeRole="rep" tessera:form="wish">
      <bpmn:extensionElements><tessera:fieldAccess field="region" access="write" /></bpmn:extensionElements>
      <bpmn:incoming>ToLook</bpmn:incoming><bpmn:outgoing>ToEnd</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="End" name="Done"><bpmn:incoming>ToEnd</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="ToLook" sourceRef="Start" targetRef="Look" />
    <bpmn:sequenceFlow id="ToEnd" sourceRef="Look" targetRef="End" />
  </bpmn:process>
</bpmn:definitions>`;
