import { describe, expect, it } from '@jest/globals';
import { tesseraModdle } from '@tessera/process';
import type { NamedModdle } from './bilingual-names.ts';
import { exchangeNames, walkModel } from './bilingual-names.ts';

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tessera="https://tessera.example/bpmn/1.0" id="D" targetNamespace="t">
  <bpmn:collaboration id="C"><bpmn:participant id="Pool" name="公司" tessera:nameEn="Company" processRef="P" /></bpmn:collaboration>
  <bpmn:process id="P" name="订单审批" tessera:nameEn="Order approval">
    <bpmn:laneSet id="LS"><bpmn:lane id="L" name="主管" tessera:nameEn="Lead" /></bpmn:laneSet>
    <bpmn:userTask id="Both" name="审批" tessera:nameEn="Approve" />
    <bpmn:userTask id="Only" name="检查" />
  </bpmn:process>
</bpmn:definitions>`;

/** The part of bpmn-moddle used here; the package has no types for it. */
interface Moddle {
  fromXML(xml: string): Promise<{ rootElement: NamedModdle; elementsById: Record<string, NamedModdle> }>;
  toXML(element: NamedModdle): Promise<{ xml: string }>;
}
const { BpmnModdle } = (await import('bpmn-moddle' as string)) as { BpmnModdle: new (packages: object) => Moddle };
const moddle = new BpmnModdle({ tessera: tesseraModdle });

describe('exchangeNames', () => {
  it('shows the English name of everything that has one, and leaves the rest', async () => {
    const { rootElement, elementsById } = await moddle.fromXML(xml);
    exchangeNames(rootElement);
    const names = Object.fromEntries(['Pool', 'P', 'L', 'Both', 'Only'].map((id) => [id, elementsById[id]!.get('name')]));
    expect(names).toEqual({ Pool: 'Company', P: 'Order approval', L: 'Lead', Both: 'Approve', Only: '检查' });
  });

  it('done twice writes the very same file', async () => {
    const { rootElement } = await moddle.fromXML(xml);
    const before = (await moddle.toXML(rootElement)).xml;
    exchangeNames(rootElement);
    expect((await moddle.toXML(rootElement)).xml).not.toBe(before);
    exchangeNames(rootElement);
    expect((await moddle.toXML(rootElement)).xml).toBe(before);
  });

  it('keeps a name that was typed while the other was shown', async () => {
    const { rootElement, elementsById } = await moddle.fromXML(xml);
    exchangeNames(rootElement);
    elementsById['Both']!.set('name', 'Approve order');
    exchangeNames(rootElement);
    expect(elementsById['Both']!.get('name')).toBe('审批');
    expect(elementsById['Both']!.get('tessera:nameEn')).toBe('Approve order');
  });

  it('reaches every element of the model', async () => {
    const { rootElement } = await moddle.fromXML(xml);
    const ids = [...walkModel(rootElement)].map((element) => element.get('id'));
    for (const id of ['D', 'C', 'Pool', 'P', 'LS', 'L', 'Both', 'Only']) expect(ids).toContain(id);
  });
});
