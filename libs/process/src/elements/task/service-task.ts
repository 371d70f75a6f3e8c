/** Service task: sets fields of the record by formula, by itself. Its action is required: one that does nothing is refused. */

import type { ServiceTaskNode } from '../../graph/process-graph.ts';
import type { FormulaValue } from '@tessera/formula';
import { defineProblem, shorten, type Words } from '../../problem/process-problem.ts';
import { extensionsOf, textOf, type ModdleElement } from '../../xml/moddle-element.ts';
import { nameOf } from '../../xml/read-definitions.ts';
import { entered, leaveAlong } from '../departure.ts';
import type { CompileContext, ElementKind, Look } from '../element-kind.ts';
import { FieldNotSettable, ReadOnlyField, UnknownField } from '../reference-problems.ts';

const NoAction = defineProblem({
  code: 'PROCESS_SERVICE_WITHOUT_ACTION',
  severity: 'error',
  message: {
    en: ({ what }) => `The service task ${what} does nothing. Choose a field to set, or remove it.`,
    'zh-CN': ({ what }) => `服务任务 ${what} 没有设置动作。请选择要设置的字段，或删除它。`,
  },
});
const FieldSetTwice = defineProblem<{ field: string }>({
  code: 'PROCESS_FIELD_SET_TWICE',
  severity: 'error',
  message: {
    en: ({ what, field }) => `${what} sets the field "${field}" twice. Keep one.`,
    'zh-CN': ({ what, field }) => `${what} 重复设置了字段“${field}”，请只保留一个。`,
  },
});

export const serviceTask: ElementKind<'serviceTask'> = {
  kind: 'serviceTask',
  mayHaveIncoming: true,
  arrival: 'each',
  departure: 'chosen',
  recognises: (element) => element.$type === 'bpmn:ServiceTask',

  read(element, parts, context) {
    const actions = extensionsOf(element).filter((extension) => extension.$type === 'tessera:SetField');
    if (actions.length === 0) context.problems.report(NoAction, nameOf(element), {});
    return { kind: 'serviceTask', ...parts, setFields: readSetFields(element, actions, context) };
  },

  enter(node, arrival, look) {
    const refusal = look.refusal();
    if (refusal) return [{ type: 'incidentRaised', element: node.id, tokens: arrival.consumed, code: 'WRITE_REFUSED', message: refused(node), fields: refusal.fields, at: look.at }];
    return [entered(node, arrival, look), { type: 'fieldsSet', element: node.id, values: valuesOf(node, look), at: look.at }];
  },
  leave: (node, token, look) => leaveAlong('chosen', node, token, look),
};

const refused = (node: ServiceTaskNode): Words => ({
  en: `The step "${node.name.en}" was not carried out: whoever started the process has no right to write what it sets.`,
  'zh-CN': `步骤“${node.name['zh-CN']}”未执行：流程发起人没有写入所设内容的权限。`,
});

const valuesOf = (node: ServiceTaskNode, look: Look): Record<string, FormulaValue> =>
  Object.fromEntries(node.setFields.map(({ field, value }) => [field, look.valueOf(value)]));

function readSetFields(element: ModdleElement, actions: readonly ModdleElement[], context: CompileContext): ServiceTaskNode['setFields'] {
  const about = nameOf(element);
  const { problems, entity } = context;
  const setFields: { field: string; value: string }[] = [];
  for (const action of actions) {
    const field = textOf(action, 'field') ?? '';
    const value = textOf(action, 'value') ?? '';
    const type = entity?.fields.names[field];
    if (setFields.some((other) => other.field === field)) problems.report(FieldSetTwice, about, { field: shorten(field) });
    else if (entity && type === undefined && !entity.writable?.has(field)) problems.report(UnknownField, about, { field: shorten(field), entity: entity.key });
    else if (entity && type === undefined) problems.report(FieldNotSettable, about, { field: shorten(field) });
    else if (entity?.writable && !entity.writable.has(field)) problems.report(ReadOnlyField, about, { field: shorten(field) });
    context.checkValue(value, about, { en: `The value for "${shorten(field)}"`, 'zh-CN': `“${shorten(field)}”的值` }, type ?? null);
    setFields.push({ field, value });
  }
  return setFields;
}
