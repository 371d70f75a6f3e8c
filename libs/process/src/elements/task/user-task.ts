/**
 * User task: a task in somebody's inbox. An approval ends with approve or reject, work with complete; the
 * outcome is `outcome` and `<id>_outcome` in later formulas. Every arriving token opens a task of its own.
 */

import type { Performer, TaskKind, UserTaskNode } from '../../graph/process-graph.ts';
import { defineProblem, shorten, type Words } from '../../problem/process-problem.ts';
import type { Assignee, TaskOutcome } from '../../run/process-event.ts';
import { nameOf } from '../../xml/read-definitions.ts';
import { extensionsOf, textOf, type ModdleElement } from '../../xml/moddle-element.ts';
import { entered, leaveAlong } from '../departure.ts';
import type { CompileContext, ElementKind, Look } from '../element-kind.ts';
import { ReadOnlyField, UnknownField, UnknownForm, UnknownRole, UnknownValue } from '../reference-problems.ts';

const NoPerformer = defineProblem({
  code: 'PROCESS_TASK_WITHOUT_PERFORMER',
  severity: 'error',
  message: {
    en: ({ what }) => `Nobody would get the task ${what}. Choose a role, the starter or a member field, or put it in a lane with a role.`,
    'zh-CN': ({ what }) => `待办 ${what} 没有处理人。请选择角色、发起人或成员字段，或把它放进设有角色的泳道。`,
  },
});
const TwoPerformers = defineProblem<{ settings: string }>({
  code: 'PROCESS_TASK_WITH_TWO_PERFORMERS',
  severity: 'error',
  message: {
    en: ({ what, settings }) => `${what} has more than one performer (${settings}). Keep one.`,
    'zh-CN': ({ what, settings }) => `${what} 设置了多个处理人（${settings}），请只保留一个。`,
  },
});
export const outcomesOf = (kind: TaskKind): readonly TaskOutcome[] => (kind === 'approval' ? ['approve', 'reject'] : ['complete']);

const WITHOUT_NAME: Readonly<Record<TaskKind, Words>> = {
  approval: { en: 'Approval', 'zh-CN': '审批' },
  work: { en: 'Work item', 'zh-CN': '办理' },
};

export const userTask: ElementKind<'userTask'> = {
  kind: 'userTask',
  mayHaveIncoming: true,
  arrival: 'each',
  departure: 'chosen',
  recognises: (element) => element.$type === 'bpmn:UserTask',

  read(element, parts, context) {
    const taskKind = readTaskKind(element, context);
    const performer = readPerformer(element, context);
    const form = readForm(element, context);
    const writable = readWritable(element, context);
    if (taskKind === null || performer === null) return null;
    const named = nameOf(element);
    const name = named.name === null && named.nameEn === null ? WITHOUT_NAME[taskKind] : parts.name;
    return { kind: 'userTask', ...parts, name, taskKind, performer, form, writable };
  },

  enter(node, arrival, look) {
    const assignee = assigneeOf(node.performer, look);
    if (assignee === null) {
      return [{ type: 'incidentRaised', element: node.id, tokens: arrival.consumed, code: 'NO_PERFORMER', message: nobody(node), ...(node.performer.by === 'field' ? { fields: [node.performer.field] } : {}), at: look.at }];
    }
    const inside = entered(node, arrival, look);
    const { name, taskKind, form, writable } = node;
    return [
      inside,
      { type: 'taskCreated', element: node.id, task: look.newId(), token: inside.token, name, taskKind, assignee, form, writable, at: look.at },
    ];
  },

  leave: (node, token, look) => leaveAlong('chosen', node, token, look),
};

function assigneeOf(performer: Performer, look: Look): Assignee | null {
  switch (performer.by) {
    case 'role':
      return { role: performer.role };
    case 'starter':
      return { member: look.state.starter };
    case 'field': {
      const member = look.fact(performer.field);
      return typeof member === 'string' && member !== '' ? { member } : null;
    }
  }
}

const nobody = (node: UserTaskNode): Words => ({
  en: `Nobody can get the task "${node.name.en}": the field of the record that names them is empty.`,
  'zh-CN': `待办“${node.name['zh-CN']}”没有处理人：记录中指定处理人的字段为空。`,
});

function readTaskKind(element: ModdleElement, { problems }: CompileContext): TaskKind | null {
  const kind = textOf(element, 'taskKind') ?? 'work';
  if (kind === 'approval' || kind === 'work') return kind;
  problems.report(UnknownValue, nameOf(element), { setting: 'tessera:taskKind', value: shorten(kind), allowed: 'approval, work' });
  return null;
}

function readPerformer(element: ModdleElement, context: CompileContext): Performer | null {
  const role = textOf(element, 'assigneeRole');
  const assignee = textOf(element, 'assignee');
  const field = textOf(element, 'assigneeField');
  const about = nameOf(element);
  const settings = ['assigneeRole', 'assignee', 'assigneeField'].filter((setting) => textOf(element, setting) !== null);
  if (settings.length > 1) {
    context.problems.report(TwoPerformers, about, { settings: settings.map((setting) => `tessera:${setting}`).join(', ') });
    return null;
  }
  if (assignee !== null) {
    if (assignee === 'starter') return { by: 'starter' };
    context.problems.report(UnknownValue, about, { setting: 'tessera:assignee', value: shorten(assignee), allowed: 'starter' });
    return null;
  }
  if (field !== null) {
    if (context.entity !== null && context.entity.fields.names[field] === undefined) {
      context.problems.report(UnknownField, about, { field: shorten(field), entity: context.entity.key });
    }
    return { by: 'field', field };
  }
  if (role !== null) {
    if (context.env.roles && !context.env.roles.has(role)) context.problems.report(UnknownRole, about, { role: shorten(role) });
    return { by: 'role', role };
  }
  const laneRole = context.laneRole(element.id ?? '');
  if (laneRole !== null) return { by: 'role', role: laneRole };
  context.problems.report(NoPerformer, about, {});
  return null;
}

function readForm(element: ModdleElement, { env, problems }: CompileContext): string | null {
  const form = textOf(element, 'form');
  if (form !== null && env.forms && !env.forms.has(form)) problems.report(UnknownForm, nameOf(element), { form: shorten(form) });
  return form;
}

function readWritable(element: ModdleElement, { entity, problems }: CompileContext): readonly string[] {
  const about = nameOf(element);
  const writable = new Set<string>();
  for (const rule of extensionsOf(element)) {
    if (rule.$type !== 'tessera:FieldAccess') continue;
    const field = textOf(rule, 'field') ?? '';
    const access = textOf(rule, 'access') ?? '';
    if (access !== 'read' && access !== 'write') {
      problems.report(UnknownValue, about, { setting: 'tessera:fieldAccess access', value: shorten(access), allowed: 'read, write' });
    } else if (entity?.writable && !entity.writable.has(field)) {
      const isKnown = entity.fields.names[field] !== undefined;
      if (!isKnown) problems.report(UnknownField, about, { field: shorten(field), entity: entity.key });
      else if (access === 'write') problems.report(ReadOnlyField, about, { field: shorten(field) });
    } else if (access === 'write') {
      writable.add(field);
    }
  }
  return [...writable];
}
