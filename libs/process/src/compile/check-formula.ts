/** Formulas of a model: what they may use, what they must give, and comparisons of an outcome that can never hold. */

import { checkFormula, type FormulaNode, type FormulaScope, type FormulaType } from '@tessera/formula';
import { scopeOf } from '../graph/graph-index.ts';
import { defineProblem, type Named, type ProblemList, type Words } from '../problem/process-problem.ts';

/** `finding` is the formula's own message, `at` the character it begins with, from 1. */
const FormulaWrong = defineProblem<{ use: string; finding: string; at: number }>({
  code: 'PROCESS_FORMULA_INVALID',
  severity: 'error',
  message: {
    en: ({ what, use, finding, at }) => `${use} of ${what}, at character ${at}: ${finding}`,
    'zh-CN': ({ what, use, finding, at }) => `${what} 的${use}，第 ${at} 个字符处：${finding}`,
  },
});
const WrongFormulaType = defineProblem<{ use: string; expected: string; actual: string }>({
  code: 'PROCESS_FORMULA_TYPE',
  severity: 'error',
  message: {
    en: ({ what, use, expected, actual }) => `${use} of ${what} must be ${expected}, but the formula gives ${actual}.`,
    'zh-CN': ({ what, use, expected, actual }) => `${what} 的${use}应为${expected}，但公式的结果是${actual}。`,
  },
});
const OutcomeUnknown = defineProblem<{ name: string; value: string; allowed: string }>({
  code: 'PROCESS_OUTCOME_UNKNOWN',
  severity: 'warning',
  message: {
    en: ({ what, name, value, allowed }) => `${what} compares ${name} with "${value}", which it never is; it is one of ${allowed}.`,
    'zh-CN': ({ what, name, value, allowed }) => `${what} 将 ${name} 与“${value}”比较，但它只会是 ${allowed}。`,
  },
});
const NameHidden = defineProblem<{ name: string }>({
  code: 'PROCESS_NAME_HIDDEN',
  severity: 'warning',
  message: {
    en: ({ name }) => `In formulas of this process "${name}" is the outcome of a task; the field of that name cannot be used.`,
    'zh-CN': ({ name }) => `在本流程的公式中，“${name}”表示待办结果，同名字段无法使用。`,
  },
});

const TYPES: Readonly<Record<FormulaType, Words>> = {
  text: { en: 'a text', 'zh-CN': '文本' },
  number: { en: 'a number', 'zh-CN': '数字' },
  boolean: { en: 'a yes/no value', 'zh-CN': '是/否值' },
  date: { en: 'a date', 'zh-CN': '日期' },
  datetime: { en: 'a date with time', 'zh-CN': '日期时间' },
  textList: { en: 'a list of texts', 'zh-CN': '文本列表' },
  numberList: { en: 'a list of numbers', 'zh-CN': '数字列表' },
  booleanList: { en: 'a list of yes/no values', 'zh-CN': '是/否值列表' },
  dateList: { en: 'a list of dates', 'zh-CN': '日期列表' },
  datetimeList: { en: 'a list of dates with time', 'zh-CN': '日期时间列表' },
  null: { en: 'blank', 'zh-CN': '空值' },
};

/** Names of outcomes with the values they can have: `outcome`, and `<id>_outcome` for each user task. */
export type OutcomeNames = ReadonlyMap<string, readonly string[]>;

/** The record's fields and the outcomes; an outcome hides a field of the same name. */
export function namesOf(fields: FormulaScope, outcomes: OutcomeNames, process: Named, problems: ProblemList): readonly (readonly [string, FormulaType])[] {
  const names = new Map(Object.entries(fields.names));
  for (const name of outcomes.keys()) {
    if (names.has(name)) problems.report(NameHidden, process, { name });
    names.set(name, 'text');
  }
  return [...names];
}

export class FormulaChecker {
  private readonly scope: FormulaScope;
  private readonly outcomes: OutcomeNames;
  private readonly problems: ProblemList;

  constructor(names: readonly (readonly [string, FormulaType])[], outcomes: OutcomeNames, problems: ProblemList) {
    this.scope = scopeOf(names);
    this.outcomes = outcomes;
    this.problems = problems;
  }

  /** A condition must give yes or no; what is always blank never is. */
  checkCondition(text: string, about: Named, use: Words): void {
    this.check(text, about, use, ['boolean']);
  }

  /** `expected` null accepts any type. */
  checkValue(text: string, about: Named, use: Words, expected: FormulaType | null): void {
    this.check(text, about, use, expected === null ? null : [expected, 'null']);
  }

  private check(text: string, about: Named, use: Words, expected: readonly [FormulaType, ...FormulaType[]] | null): void {
    const checked = checkFormula(text, this.scope);
    if (!checked.ok) {
      for (const { from, to, message } of checked.problem) {
        this.problems.report(FormulaWrong, about, { use, finding: message, at: from + 1 }, { from, to });
      }
      return;
    }
    const { type, node } = checked.value;
    if (expected && !expected.includes(type)) this.problems.report(WrongFormulaType, about, { use, expected: TYPES[expected[0]], actual: TYPES[type] });
    this.checkOutcomes(node, about);
  }

  private checkOutcomes(root: FormulaNode, about: Named): void {
    const agenda: FormulaNode[] = [root];
    for (let node = agenda.pop(); node !== undefined; node = agenda.pop()) {
      if (node.kind !== 'call') continue;
      agenda.push(...node.args);
      if (node.callee === '=' || node.callee === '<>') this.checkComparison(node.args, about);
    }
  }

  private checkComparison(sides: readonly FormulaNode[], about: Named): void {
    const literal = sides.find((side) => side.kind === 'literal');
    const name = sides.find((side) => side.kind === 'name');
    if (literal?.kind !== 'literal' || name?.kind !== 'name') return;
    const values = this.outcomes.get(name.name);
    if (!values || typeof literal.value !== 'string' || values.includes(literal.value)) return;
    this.problems.report(OutcomeUnknown, about, { name: name.name, value: literal.value.slice(0, 60), allowed: values.join(', ') });
  }
}
