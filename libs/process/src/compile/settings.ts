/**
 * Settings on an element that is executed: which of BPMN's own are refused because they would change the
 * meaning, which are ignored with a warning, and which belong to another product or another element.
 */

import { defineProblem, shorten, type ProblemList, type Words } from '../problem/process-problem.ts';
import { extensionsOf, textOf, type ModdleElement } from '../xml/moddle-element.ts';
import { nameOf } from '../xml/read-definitions.ts';

const SettingRefused = defineProblem<{ setting: string; instead: string }>({
  code: 'PROCESS_SETTING_NOT_EXECUTED',
  severity: 'error',
  message: {
    en: ({ what, setting, instead }) => `${what} has ${setting}, which is not executed. ${instead}`,
    'zh-CN': ({ what, setting, instead }) => `${what} 设置了${setting}，暂不支持执行。${instead}`,
  },
});
const SettingIgnored = defineProblem<{ setting: string }>({
  code: 'PROCESS_SETTING_IGNORED',
  severity: 'warning',
  message: {
    en: ({ what, setting }) => `${what} has "${setting}", which has no effect here.`,
    'zh-CN': ({ what, setting }) => `${what} 的“${setting}”在此不起作用。`,
  },
});

const TooLong = defineProblem<{ setting: string; limit: number }>({
  code: 'BPMN_TEXT_TOO_LONG',
  severity: 'error',
  message: {
    en: ({ setting, limit }) => `An element has an attribute "${setting}" of more than ${limit} characters.`,
    'zh-CN': ({ setting, limit }) => `有元素的属性“${setting}”超过 ${limit} 个字符。`,
  },
});

/** Texts that end up in tasks and histories. */
const LONGEST: readonly (readonly [setting: string, limit: number])[] = [['id', 200], ['name', 500], ['nameEn', 500]];

const words = (en: string, zh: string): Words => ({ en, 'zh-CN': zh });

/** Value of the property → what is wrong with it; null when it is harmless. */
const REFUSED = new Map<string, (value: unknown) => { readonly setting: Words; readonly instead: Words } | null>([
  ['loopCharacteristics', (value) =>
    (value as ModdleElement).$type === 'bpmn:StandardLoopCharacteristics'
      ? { setting: words('a loop', '循环标记'), instead: words('Draw the loop with an exclusive gateway.', '请用排他网关画出循环。') }
      : { setting: words('several instances', '多实例'), instead: words('Draw one task for each person.', '请为每位处理人各画一个任务。') }],
  ['isForCompensation', (value) => (value === true ? { setting: words('compensation', '补偿'), instead: words('Draw it as a flow.', '请画成普通流向。') } : null)],
  ['startQuantity', (value) => (value === 1 ? null : { setting: words('a start quantity', '启动数量'), instead: words('Use a parallel gateway.', '请改用并行网关。') })],
  ['completionQuantity', (value) => (value === 1 ? null : { setting: words('a completion quantity', '完成数量'), instead: words('Use a parallel gateway.', '请改用并行网关。') })],
]);

/** Read by the compiler, or descriptive: names, documentation, data, positions. */
const SILENT = new Set([
  '$type', 'id', 'name', 'nameEn', 'documentation', 'extensionElements', 'incoming', 'outgoing', 'lanes', 'default', 'categoryValueRef',
  'ioSpecification', 'properties', 'dataInputAssociations', 'dataOutputAssociations', 'dataInputs', 'dataOutputs', 'inputSet', 'outputSet',
  'gatewayDirection', 'eventDefinitions', 'eventDefinitionRef', 'isInterrupting', 'parallelMultiple', 'triggeredByEvent', 'boundaryEventRefs',
  // of containers
  'flowElements', 'artifacts', 'laneSets', 'isExecutable', 'isClosed', 'processType', 'definitionalCollaborationRef',
  // of lanes and flows
  'flowNodeRef', 'childLaneSet', 'partitionElement', 'partitionElementRef',
   'sourceRef', 'targetRef', 'conditionExpression',
]);

/** Settings of ours, by the type of the element they belong to. */
const OURS = new Map<string, readonly string[]>([
  ['bpmn:Process', ['entity', 'runAs']],
  ['bpmn:StartEvent', ['trigger', 'when']],
  ['bpmn:UserTask', ['taskKind', 'assigneeRole', 'assignee', 'assigneeField', 'form', 'tessera:FieldAccess']],
  ['bpmn:ServiceTask', ['tessera:SetField']],
  ['bpmn:Lane', ['role']],
]);

/** Attributes of other products that change only how things look. */
const DECORATION = /^(xmlns|xmlns:.*|xml:.*|bioc:.*|color:.*)$/;

export function checkSettings(element: ModdleElement, problems: ProblemList): void {
  const about = nameOf(element);
  for (const [setting, limit] of LONGEST) {
    if ((textOf(element, setting) ?? '').length > limit) problems.report(TooLong, { ...about, id: (about.id ?? '').slice(0, limit) }, { setting, limit });
  }
  const ours = OURS.get(element.$type) ?? [];
  const ignored: string[] = [];
  for (const [property, value] of Object.entries(element)) {
    if (SILENT.has(property) || ours.includes(property)) continue;
    const refuse = REFUSED.get(property);
    const refusal = refuse?.(value);
    if (refusal) problems.report(SettingRefused, about, refusal);
    else if (!refuse) ignored.push(property);
  }
  for (const attribute of Object.keys(element.$attrs)) {
    // The parser has reported those of BPMN and of ours that it does not know.
    if (attribute.includes(':') && !attribute.startsWith('tessera:') && !DECORATION.test(attribute)) ignored.push(attribute);
  }
  for (const extension of extensionsOf(element)) if (!ours.includes(extension.$type)) ignored.push(extension.$type);
  for (const setting of new Set(ignored)) problems.report(SettingIgnored, about, { setting: shorten(setting) });
}

export const reportIgnoredSetting = (element: ModdleElement, setting: string, problems: ProblemList): void =>
  problems.report(SettingIgnored, nameOf(element), { setting });
