/**
 * Everything that can be wrong with a formula, declared once: code, and message in both languages. A
 * message quotes only what the author wrote or what is in scope, never a name they may not use.
 */

import type { Locale } from '@tessera/contract';
import { isListType, itemType, LIST_TYPES, type FormulaType } from './formula-type.ts';
import { MAX_DEPTH, MAX_TEXT_BYTES } from './limits.ts';

export type Wording = Readonly<Record<Locale, string>>;

/** `from` and `to` are UTF-16 offsets into the source text, as in JavaScript strings. */
export interface FormulaProblem {
  readonly from: number;
  readonly to: number;
  readonly code: string;
  readonly message: Wording;
}

/** A problem before it has a place. */
export type ProblemKind = Pick<FormulaProblem, 'code' | 'message'>;

const kind = (code: string, en: string, zh: string): ProblemKind => ({ code, message: { en, 'zh-CN': zh } });

const TYPE_NAMES: Readonly<Record<FormulaType, Wording>> = {
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

/** "a number or a date", "a number or a list of these", "a list". */
function typesIn(types: readonly FormulaType[], locale: Locale): string {
  const values = types.filter((type) => !isListType(type));
  const lists = types.filter(isListType);
  if (lists.length === LIST_TYPES.length && values.length === 0) return locale === 'en' ? 'a list' : '列表';
  const ofThese = values.length > 0 && lists.length > 0 && lists.every((list) => values.includes(itemType(list)));
  const named = (ofThese ? values : types).map((type) => TYPE_NAMES[type][locale]);
  if (ofThese) named.push(locale === 'en' ? 'a list of these' : '其列表');
  return named.join(locale === 'en' ? ' or ' : '或');
}

/** What was written, short enough to be quoted. */
const quoted = (text: string): string => {
  const points = Array.from(text);
  return points.length > 60 ? `${points.slice(0, 59).join('')}…` : text;
};

export const formulaEmpty = kind('FORMULA_EMPTY', 'Write a formula.', '请输入公式。');

export const formulaTooLong = kind(
  'FORMULA_TOO_LONG',
  `The formula is longer than ${MAX_TEXT_BYTES} bytes.`,
  `公式超过 ${MAX_TEXT_BYTES} 字节。`,
);

export const formulaTooDeep = kind(
  'FORMULA_TOO_DEEP',
  `The formula is nested more than ${MAX_DEPTH} levels deep here. Use SUM(…), CONCAT(…) or AND(…) instead of a long row of signs.`,
  `公式在此处嵌套超过 ${MAX_DEPTH} 层。较长的连续运算请改用 SUM(…)、CONCAT(…) 或 AND(…)。`,
);

export const characterNotAllowed = kind(
  'FORMULA_CHARACTER',
  'The formula contains a character that cannot be stored.',
  '公式中含有无法保存的字符。',
);

export const formulaEndsEarly = kind(
  'FORMULA_SYNTAX',
  'The formula ends too early: a value or a closing bracket is missing.',
  '公式不完整：缺少值或右括号。',
);

export const textNotClosed = kind(
  'FORMULA_SYNTAX',
  'The text that starts here has no closing quote. A quote inside a text is written twice: "".',
  '此处开始的文本缺少结束引号。文本中的引号要写两次：""。',
);

export const singleQuotes = kind('FORMULA_SYNTAX', 'Put texts in double quotes: "…".', '文本请用双引号括起：“…”。');

export const unexpected = (text: string): ProblemKind =>
  kind('FORMULA_SYNTAX', `"${quoted(text)}" does not fit here.`, `此处不应出现“${quoted(text)}”。`);

export const unknownName = (name: string, suggestions: readonly string[]): ProblemKind =>
  kind(
    'FORMULA_UNKNOWN_NAME',
    `There is no field "${quoted(name)}".${didYouMean(suggestions)}`,
    `没有字段“${quoted(name)}”。${didYouMeanInChinese(suggestions)}`,
  );

export const unknownFunction = (name: string, suggestions: readonly string[]): ProblemKind =>
  kind(
    'FORMULA_UNKNOWN_FUNCTION',
    `There is no function ${quoted(name)}().${didYouMean(suggestions.map((known) => `${known}()`))}`,
    `没有函数 ${quoted(name)}()。${didYouMeanInChinese(suggestions.map((known) => `${known}()`))}`,
  );

const didYouMean = (names: readonly string[]): string => (names.length > 0 ? ` Did you mean ${names.join(', ')}?` : '');
const didYouMeanInChinese = (names: readonly string[]): string => (names.length > 0 ? `您是否想用 ${names.join('、')}？` : '');

export const functionNeedsBrackets = (name: string): ProblemKind =>
  kind('FORMULA_UNKNOWN_NAME', `${name} is a function: write ${name}(…).`, `${name} 是函数，请写成 ${name}(…)。`);

export const wrongArgumentCount = (callee: string, form: string, count: number): ProblemKind =>
  kind(
    'FORMULA_ARGUMENTS',
    `${callee} is written ${form}; ${count} ${count === 1 ? 'value was' : 'values were'} given.`,
    `${callee} 的写法是 ${form}，这里给了 ${count} 个值。`,
  );

/** `place` names the parameter, e.g. "ROUND, digits"; `expected` lists every type that would do. */
export const wrongType = (place: Wording, expected: readonly FormulaType[], actual: FormulaType): ProblemKind => {
  const hint = hintFor(expected, actual);
  return kind(
    'FORMULA_TYPE',
    `${place.en} needs ${typesIn(expected, 'en')}, but this is ${typesIn([actual], 'en')}.${hint ? ` ${hint.en}` : ''}`,
    `${place['zh-CN']}需要${typesIn(expected, 'zh-CN')}，但这里是${typesIn([actual], 'zh-CN')}。${hint ? hint['zh-CN'] : ''}`,
  );
};

/** Of a whole formula. */
export const wrongResult = (expected: readonly FormulaType[], actual: FormulaType): ProblemKind => {
  const hint = hintFor(expected, actual);
  return kind(
    'FORMULA_RESULT',
    `The formula must give ${typesIn(expected, 'en')}, but it gives ${typesIn([actual], 'en')}.${hint ? ` ${hint.en}` : ''}`,
    `公式的结果须为${typesIn(expected, 'zh-CN')}，但现在是${typesIn([actual], 'zh-CN')}。${hint ? hint['zh-CN'] : ''}`,
  );
};

function hintFor(expected: readonly FormulaType[], actual: FormulaType): Wording | undefined {
  if (actual === 'text' && expected.includes('number'))
    return { en: 'VALUE() reads a number from a text; & joins texts.', 'zh-CN': '可用 VALUE() 把文本转为数字；连接文本用 &。' };
  if (actual === 'text' && expected.includes('date')) return { en: 'Use DATEVALUE() or DATE().', 'zh-CN': '可用 DATEVALUE() 或 DATE()。' };
  if (actual === 'datetime' && expected.includes('date'))
    return { en: 'DATEVALUE() gives the day.', 'zh-CN': '可用 DATEVALUE() 取日期部分。' };
  if (isListType(actual) && !expected.some(isListType))
    return expected.includes('number')
      ? { en: 'SUM(), MAX() or COUNT() makes one number of a list, FIRST() takes its first item.', 'zh-CN': '可用 SUM()、MAX() 或 COUNT() 把列表汇总成一个值，或用 FIRST() 取第一项。' }
      : { en: 'JOIN() makes one text of a list, FIRST() takes its first item.', 'zh-CN': '可用 JOIN() 把列表合并成文本，或用 FIRST() 取第一项。' };
  if (expected.includes('text') && actual !== 'null') return { en: 'TEXT() turns it into a text.', 'zh-CN': '可用 TEXT() 转为文本。' };
  return undefined;
}

export const wrongOption = (place: Wording, expected: Wording): ProblemKind =>
  kind('FORMULA_OPTION', `${place.en} must be ${expected.en}, written in quotes.`, `${place['zh-CN']}必须是带引号的${expected['zh-CN']}。`);

export const numberTooLong = kind(
  'FORMULA_NUMBER',
  'A number has at most 28 digits before and 20 after the point.',
  '数字的整数部分最多 28 位，小数部分最多 20 位。',
);
