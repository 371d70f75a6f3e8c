/** Who is asking. */

import type { FormulaType } from '../formula-type.ts';
import { isListType } from '../formula-type.ts';
import { plain } from '../sql/expressions.ts';
import { isList } from '../values/value.ts';
import { text, type FunctionSpec } from './function-spec.ts';

export const peopleFunctions: readonly FunctionSpec[] = [
  {
    name: 'ME',
    doc: { en: 'The member who is asking, e.g. owner = ME().', 'zh-CN': '当前成员，如 owner = ME()。' },
    signatures: [{ params: [], result: 'text', context: 'me' }],
    js: (_, call) => call.me,
    sql: (call) => call.me(),
  },
  {
    name: 'ISME',
    doc: { en: 'Whether a member is the one who is asking, or is among the members of a list.', 'zh-CN': '成员是否为当前成员，或成员列表是否包含当前成员。' },
    signatures: [{ params: [text('member', '成员', { list: 'also' })], result: 'boolean', context: 'me' }],
    js: ([member], call) => call.me !== null && (isList(member) ? member.includes(call.me) : member === call.me),
    sql: (call) => {
      const among = isListType(call.argTypes[0] as FormulaType) ? `ANY(${call.arg(0)})` : plain(call.arg(0));
      return `((${plain(call.me())} = ${among}) IS TRUE)`;
    },
  },
  {
    name: 'MYDEPARTMENTS',
    doc: { en: 'The departments of the member who is asking, as a list.', 'zh-CN': '当前成员所在的部门列表。' },
    signatures: [{ params: [], result: 'textList', context: 'departments' }],
    js: (_, call) => call.departments,
    sql: (call) => call.departments(),
  },
  {
    name: 'INDEPARTMENT',
    doc: { en: 'Whether the member who is asking belongs to a department, or to one of a list.', 'zh-CN': '当前成员是否属于某部门，或属于列表中的任一部门。' },
    signatures: [{ params: [text('department', '部门', { list: 'also' })], result: 'boolean', context: 'departments' }],
    js: ([department], call) => (isList(department) ? department : [department]).some((one) => typeof one === 'string' && call.departments.includes(one)),
    sql: (call) => {
      if (isListType(call.argTypes[0] as FormulaType)) return `(${call.arg(0)} && array_remove(${call.departments()}, NULL))`;
      return `((${plain(call.arg(0))} = ANY(${call.departments()})) IS TRUE)`;
    },
  },
];
