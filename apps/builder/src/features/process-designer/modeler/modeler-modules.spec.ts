import { describe, expect, it } from '@jest/globals';
import * as replaceOptions from 'bpmn-js/lib/features/replace/ReplaceOptions.js';
import { catalogueZh } from './catalogue-zh.ts';
import { APPENDABLE_ELEMENTS, PALETTE_ELEMENTS, isKeptPadEntry, isKeptReplacement, keepEntries } from './executed-elements.ts';
import { translateIn } from './translate.ts';

interface ReplaceOption {
  readonly actionName: string;
  readonly label: unknown;
  readonly target?: { readonly type: string; readonly eventDefinitionType?: string };
}
const all = (Object.values(replaceOptions) as unknown[]).flatMap((options) => (Array.isArray(options) ? (options as ReplaceOption[]) : []));
const kept = all.filter((option) => isKeptReplacement(option.actionName));

describe('the designer offers', () => {
  it('only elements that are executed when an element is replaced', () => {
    const types = kept.flatMap(({ target }) => (target ? [[target.type, target.eventDefinitionType].filter(Boolean).join(' ')] : []));
    expect([...new Set(types)].sort()).toEqual([
      'bpmn:EndEvent',
      'bpmn:EndEvent bpmn:TerminateEventDefinition',
      'bpmn:ExclusiveGateway',
      'bpmn:ParallelGateway',
      'bpmn:ServiceTask',
      'bpmn:StartEvent',
      'bpmn:UserTask',
    ]);
  });

  it('every replacement under the name bpmn-js gives it', () => {
    const actions = new Set(kept.map((option) => option.actionName));
    for (const action of ['replace-with-none-start', 'replace-with-none-end', 'replace-with-terminate-end', 'replace-with-user-task', 'replace-with-service-task', 'replace-with-exclusive-gateway', 'replace-with-parallel-gateway', 'replace-with-default-flow', 'replace-with-sequence-flow']) {
      expect([...actions]).toContain(action);
    }
  });

  it('no plain task beside an element', () => {
    expect(keepEntries({ 'append.append-task': 1, connect: 2, delete: 3 }, isKeptPadEntry)).toEqual({ connect: 2, delete: 3 });
  });
});

describe('the Chinese catalogue', () => {
  const titles = [...PALETTE_ELEMENTS, ...APPENDABLE_ELEMENTS].map((element) => element.title);
  const labels = kept.map((option) => option.label).filter((label): label is string => typeof label === 'string');

  it.each([...new Set([...titles, ...labels])])('knows "%s"', (text) => {
    expect(catalogueZh[text]).toMatch(/[\u4e00-\u9fff]/);
  });

  it('fills in replacements and leaves unknown texts and names alone', () => {
    expect(translateIn('zh-CN', 'Unknown {thing} {other}', { thing: 'X' })).toBe('Unknown X {other}');
    expect(translateIn('en', 'Delete')).toBe('Delete');
    expect(translateIn('zh-CN', 'Delete')).toBe('删除');
  });
});
