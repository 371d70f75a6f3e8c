/**
 * Elements of BPMN that are not executed: each is refused by its name in words, with what to draw
 * instead. Nothing is left out in silence, because a picture that shows more than what happens lies.
 */

import { defineProblem, shorten, type ProblemList, type Words } from '../problem/process-problem.ts';
import { elementsOf, eventDefinitionsOf, textOf, type ModdleElement } from '../xml/moddle-element.ts';
import { nameOf } from '../xml/read-definitions.ts';

const NotExecuted = defineProblem<{ type: string; instead: string }>({
  code: 'PROCESS_ELEMENT_NOT_EXECUTED',
  severity: 'error',
  message: {
    en: ({ what, type, instead }) => `${what} is ${type}, which is not executed. ${instead}`,
    'zh-CN': ({ what, type, instead }) => `${what} 是${type}，暂不支持执行。${instead}`,
  },
});

/** Parts of a model that only describe: kept in the file, shown, without effect. */
export const DESCRIPTIVE_TYPES: ReadonlySet<string> = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

export function reportNotExecuted(element: ModdleElement, problems: ProblemList): void {
  problems.report(NotExecuted, nameOf(element), { type: typeInWords(element), instead: insteadOf(element) });
}

const words = (en: string, zh: string): Words => ({ en, 'zh-CN': zh });

const TYPES = new Map<string, { readonly is: Words; readonly instead: Words }>([
  ['bpmn:Task', { is: words('a task without a type', '未指定类型的任务'), instead: words('Change its type to user task or service task.', '请把类型改为用户任务或服务任务。') }],
  ['bpmn:ManualTask', { is: words('a manual task', '手工任务'), instead: words('Use a user task of the kind "work", so that somebody gets it and says when it is done.', '请改用“办理”类型的用户任务，由处理人确认完成。') }],
  ['bpmn:ScriptTask', { is: words('a script task', '脚本任务'), instead: words('Use a service task that sets fields by formula.', '请改用按公式设置字段的服务任务。') }],
  ['bpmn:SendTask', { is: words('a send task', '发送任务'), instead: words('Use a user task for somebody to send it.', '请改用用户任务，由人发送。') }],
  ['bpmn:ReceiveTask', { is: words('a receive task', '接收任务'), instead: words('Use a user task that is completed when it has arrived.', '请改用用户任务，收到后由人完成。') }],
  ['bpmn:BusinessRuleTask', { is: words('a business rule task', '业务规则任务'), instead: words('Use a service task with a formula, or an exclusive gateway with conditions.', '请改用带公式的服务任务，或带条件的排他网关。') }],
  ['bpmn:CallActivity', { is: words('a call activity', '调用活动'), instead: words('Draw its steps here, in a sub-process.', '请把其步骤画在本流程的子流程中。') }],
  ['bpmn:Transaction', { is: words('a transaction', '事务子流程'), instead: words('Use a plain sub-process.', '请改用普通子流程。') }],
  ['bpmn:AdHocSubProcess', { is: words('an ad-hoc sub-process', '特别子流程（Ad-hoc）'), instead: words('Use a plain sub-process with its steps in order.', '请改用普通子流程，并排好步骤顺序。') }],
  ['bpmn:SubProcess', { is: words('an event sub-process', '事件子流程'), instead: words('Draw the exception as a flow of the process.', '请把异常处理画成流程中的分支。') }],
  ['bpmn:InclusiveGateway', { is: words('an inclusive gateway', '包容网关'), instead: words('Use a parallel gateway with an exclusive gateway in each branch, so that a branch can be skipped.', '请改用并行网关，并在每个分支上用排他网关跳过不需要的步骤。') }],
  ['bpmn:ComplexGateway', { is: words('a complex gateway', '复杂网关'), instead: words('Use exclusive and parallel gateways.', '请改用排他网关与并行网关。') }],
  ['bpmn:EventBasedGateway', { is: words('an event-based gateway', '事件网关'), instead: words('Use a user task followed by an exclusive gateway on its outcome.', '请改用用户任务，再用排他网关按结果分支。') }],
  ['bpmn:StartEvent', { is: words('start event', '开始事件'), instead: words('Use a plain start event and choose when it starts.', '请改用普通开始事件，并设置触发方式。') }],
  ['bpmn:EndEvent', { is: words('end event', '结束事件'), instead: words('Use a plain end event or a terminate end event.', '请改用普通结束事件或终止结束事件。') }],
  ['bpmn:IntermediateCatchEvent', { is: words('intermediate catch event', '中间捕获事件'), instead: words('Use a user task for the waiting.', '请用用户任务表示等待。') }],
  ['bpmn:IntermediateThrowEvent', { is: words('intermediate throw event', '中间抛出事件'), instead: words('Remove it, or use a service task.', '请删除，或改用服务任务。') }],
  ['bpmn:BoundaryEvent', { is: words('boundary event', '边界事件'), instead: words('Remove it, and use a gateway after the task.', '请删除，并在任务之后使用网关。') }],
]);

const EVENTS = new Map<string, Words>([
  ['bpmn:TimerEventDefinition', words('timer', '定时')],
  ['bpmn:MessageEventDefinition', words('message', '消息')],
  ['bpmn:SignalEventDefinition', words('signal', '信号')],
  ['bpmn:ConditionalEventDefinition', words('conditional', '条件')],
  ['bpmn:ErrorEventDefinition', words('error', '错误')],
  ['bpmn:EscalationEventDefinition', words('escalation', '升级')],
  ['bpmn:CompensateEventDefinition', words('compensation', '补偿')],
  ['bpmn:CancelEventDefinition', words('cancel', '取消')],
  ['bpmn:LinkEventDefinition', words('link', '链接')],
  ['bpmn:TerminateEventDefinition', words('terminate', '终止')],
]);

function typeInWords(element: ModdleElement): Words {
  const known = TYPES.get(element.$type);
  if (!known) {
    const type = element.$type.replace(/^bpmn:/, '');
    return words(`of the type "${type}"`, `“${type}”类型的元素`);
  }
  if (!element.$type.endsWith('Event')) return known.is;
  const definitions = eventDefinitionsOf(element);
  const event =
    definitions.length === 0 ? words('plain', '普通')
    : definitions.length > 1 ? words('multiple', '多重')
    : (EVENTS.get(definitions[0]?.$type ?? '') ?? words('unknown', '未知'));
  const article = /^[aeiou]/.test(event.en) ? 'an' : 'a';
  return words(`${article} ${event.en} ${known.is.en}`, `${event['zh-CN']}${known.is['zh-CN']}`);
}

const insteadOf = (element: ModdleElement): Words =>
  TYPES.get(element.$type)?.instead ?? words('Remove it.', '请删除。');

// ---- what else may stand in a definition --------------------------------------------------------

/** Root elements that declare something others may refer to, and pools. */
const DECLARATIONS: ReadonlySet<string> = new Set(
  ['Process', 'Collaboration', 'Message', 'Signal', 'Error', 'Escalation', 'ItemDefinition', 'DataStore', 'Category', 'Resource', 'Interface',
    'EndPoint', 'PartnerEntity', 'PartnerRole', 'CorrelationProperty'].map((type) => `bpmn:${type}`),
);

const RootNotExecuted = defineProblem<{ type: string }>({
  code: 'PROCESS_DEFINITION_NOT_EXECUTED',
  severity: 'error',
  message: {
    en: ({ what, type }) => `${what === '' ? 'A definition' : what} is of the type "${type}", which is not executed. Draw it as a process.`,
    'zh-CN': ({ what, type }) => `${what === '' ? '某定义' : what} 是“${type}”类型，暂不支持执行，请画成流程。`,
  },
});
const ImportIgnored = defineProblem<{ location: string }>({
  code: 'PROCESS_IMPORT_IGNORED',
  severity: 'warning',
  message: {
    en: ({ location }) => `The file imports "${location}"; other files are not read.`,
    'zh-CN': ({ location }) => `文件引用了“${location}”，其他文件不会被读取。`,
  },
});

export function checkRootElements(definitions: ModdleElement, roots: readonly ModdleElement[], problems: ProblemList): void {
  for (const root of roots) {
    if (DECLARATIONS.has(root.$type) || EVENTS.has(root.$type)) continue;
    problems.report(RootNotExecuted, nameOf(root), { type: root.$type.replace(/^bpmn:/, '') });
  }
  for (const entry of elementsOf(definitions, 'imports')) {
    problems.report(ImportIgnored, nameOf(definitions), { location: shorten(textOf(entry, 'location') ?? '') });
  }
}
