/** The words of conditions, per language. `{}` is where what is compared stands. */

import type { ActorList, FilterOperator, FilterPeriod, Locale } from '@tessera/contract';

export interface ConditionWords {
  readonly operators: Readonly<Record<FilterOperator, string>>;
  /** Of dates and times. */
  readonly timely: Readonly<Partial<Record<FilterOperator, string>>>;
  readonly me: string;
  readonly today: string;
  readonly now: string;
  readonly lists: Readonly<Record<ActorList, string>>;
  readonly periods: Readonly<Record<FilterPeriod, readonly [last: string, current: string, next: string]>>;
  counted(way: 'last' | 'next', count: number, period: FilterPeriod): string;
  readonly and: string;
  readonly or: string;
  readonly comma: string;
  readonly all: string;
  readonly none: string;
  readonly everything: string;
  readonly nothing: string;
  where(condition: string): string;
  not(condition: string): string;
  group(condition: string): string;
  some(rows: string, condition: string): string;
  no(rows: string, condition: string): string;
  every(rows: string, condition: string): string;
  owning(record: string, condition: string): string;
  counting(rows: string, condition: string | null): string;
  formula(text: string): string;
  range(least: string, most: string): string;
  readonly hidden: string;
  readonly unknownMember: string;
  readonly unknownDepartment: string;
  readonly someRecord: string;
  quote(text: string): string;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
const PERIODS_ZH: Readonly<Record<FilterPeriod, string>> = { day: '天', week: '周', month: '个月', quarter: '个季度', year: '年' };

export const CONDITION_WORDS: Readonly<Record<Locale, ConditionWords>> = {
  en: {
    operators: {
      eq: 'is {}', ne: 'is not {}', lt: 'is below {}', lte: 'is at most {}', gt: 'is above {}', gte: 'is at least {}', in: 'is one of {}', notIn: 'is none of {}',
      contains: 'contains {}', notContains: 'does not contain {}', startsWith: 'starts with {}', endsWith: 'ends with {}', between: 'is between {}',
      within: 'is in {}', notWithin: 'is not in {}', isEmpty: 'is empty', isNotEmpty: 'is not empty',
    },
    timely: { lt: 'is before {}', lte: 'is not after {}', gt: 'is after {}', gte: 'is not before {}' },
    me: 'the member',
    today: 'today',
    now: 'now',
    lists: {
      myDepartments: "the member's departments", myDepartmentsBelow: "the member's departments and all below", myColleagues: "people of the member's departments",
      myTeam: "people of the member's departments and all below", myReports: 'people of the departments the member supervises and all below', myGroupMembers: "people of the member's groups",
    },
    periods: {
      day: ['yesterday', 'today', 'tomorrow'], week: ['last week', 'this week', 'next week'], month: ['last month', 'this month', 'next month'],
      quarter: ['last quarter', 'this quarter', 'next quarter'], year: ['last year', 'this year', 'next year'],
    },
    counted: (way, count, period) => `the ${way} ${plural(count, period)}`,
    and: ' and ', or: ' or ', comma: ', ',
    all: 'All records', none: 'No record', everything: 'always', nothing: 'never',
    where: (condition) => `Records where ${condition}`,
    not: (condition) => `not (${condition})`,
    group: (condition) => `(${condition})`,
    some: (rows, condition) => `some of ${rows} have: ${condition}`,
    no: (rows, condition) => `none of ${rows} have: ${condition}`,
    every: (rows, condition) => `all of ${rows} have: ${condition}`,
    owning: (record, condition) => `its ${record} has: ${condition}`,
    counting: (rows, condition) => `the number of ${rows}${condition === null ? '' : ` with ${condition}`}`,
    formula: (text) => `the formula "${text}" is true`,
    range: (least, most) => `${least} and ${most}`,
    hidden: 'a condition that is not shown to you holds',
    unknownMember: 'somebody who is not a member',
    unknownDepartment: 'a department that is gone',
    someRecord: 'a certain record',
    quote: (text) => `"${text}"`,
  },
  'zh-CN': {
    operators: {
      eq: '等于{}', ne: '不等于{}', lt: '小于{}', lte: '不大于{}', gt: '大于{}', gte: '不小于{}', in: '属于{}', notIn: '不属于{}',
      contains: '包含{}', notContains: '不包含{}', startsWith: '以{}开头', endsWith: '以{}结尾', between: '介于{}之间',
      within: '在{}内', notWithin: '不在{}内', isEmpty: '为空', isNotEmpty: '不为空',
    },
    timely: { lt: '早于{}', lte: '不晚于{}', gt: '晚于{}', gte: '不早于{}' },
    me: '本人',
    today: '今天',
    now: '当前时间',
    lists: {
      myDepartments: '本人所在部门', myDepartmentsBelow: '本人所在部门及其下级部门', myColleagues: '本人所在部门的成员',
      myTeam: '本人所在部门及其下级部门的成员', myReports: '本人主管的部门及其下级部门的成员', myGroupMembers: '本人所在用户组的成员',
    },
    periods: { day: ['昨天', '今天', '明天'], week: ['上周', '本周', '下周'], month: ['上月', '本月', '下月'], quarter: ['上季度', '本季度', '下季度'], year: ['去年', '今年', '明年'] },
    counted: (way, count, period) => `${way === 'last' ? '最近' : '未来'} ${count} ${PERIODS_ZH[period]}`,
    and: '且', or: '或', comma: '、',
    all: '全部记录', none: '无', everything: '始终成立', nothing: '始终不成立',
    where: (condition) => `满足以下条件的记录：${condition}`,
    not: (condition) => `不满足（${condition}）`,
    group: (condition) => `（${condition}）`,
    some: (rows, condition) => `至少一条${rows}满足（${condition}）`,
    no: (rows, condition) => `没有${rows}满足（${condition}）`,
    every: (rows, condition) => `所有${rows}均满足（${condition}）`,
    owning: (record, condition) => `所属${record}满足（${condition}）`,
    counting: (rows, condition) => `${condition === null ? '' : `满足（${condition}）的`}${rows}条数`,
    formula: (text) => `公式“${text}”为真`,
    range: (least, most) => `${least}和${most}`,
    hidden: '满足一个不向您显示的条件',
    unknownMember: '非本工作区成员',
    unknownDepartment: '已不存在的部门',
    someRecord: '指定记录',
    quote: (text) => `“${text}”`,
  },
};
