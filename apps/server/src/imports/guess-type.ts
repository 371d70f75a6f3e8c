/**
 * What type of field a column of a file holds, from its cells and its name. A type is only guessed when every cell can be
 * read as it, so that the file can be imported as it is. Pure.
 */

import type { FieldDocument, FieldTypeKey, Locale } from '@tessera/contract';
import { deriveKey, fieldType } from '@tessera/model';

export interface GuessEnv {
  readonly timeZone: string;
  readonly locale: Locale;
}

export type GuessedField = Pick<FieldDocument, 'type' | 'options'>;

const MOST_CHOICES = 20;
const TEXT_LIMIT = 200;
const MOST_DIGITS = 15;

const NUMBER = /^[-+]?(\d{1,3}([,，]\d{3})+|\d+)?(\.\d+)?$/;
const MONEY = /^[-+(]?\s*(?:[¥￥$€£]|CNY|RMB|USD|EUR|HKD|JPY|GBP)\s*[-+]?[\d,，.]+\)?$/i;
const CURRENCIES: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', USD: 'USD', EUR: 'EUR', HKD: 'HKD', JPY: 'JPY', GBP: 'GBP' };
const MONEY_NAME = /金额|价|费|款|额$|amount|price|cost|fee|revenue|salary|freight|balance/i;
const PHONE_NAME = /电话|手机|传真|联系方式|phone|mobile|tel|fax/i;
const CODE_NAME = /编号|编码|代码|单号|号码|邮编|(^|[\s_-])(id|no|code|number|zip)$|(?<=[a-z])(ID|No|Code)$|postal/i;
const YES_NO = new Set(['是', '否', '对', '错', 'true', 'false', 'yes', 'no', 'y', 'n', '√', '×', '✓', '✗']);

/** `cells`: without the empty ones. */
export function guessType(name: string, cells: readonly string[], env: GuessEnv): GuessedField {
  if (cells.length === 0) return { type: 'text' };
  const reads = (type: FieldTypeKey, options?: FieldDocument['options']): boolean => {
    const document: FieldDocument = { key: 'guess', type, label: { en: name }, ...(options ? { options } : {}) };
    return cells.every((cell) => fieldType(type).parseText(cell, document, env).ok);
  };
  const all = (test: RegExp): boolean => cells.every((cell) => test.test(cell));
  const distinct = new Set(cells);

  if (distinct.size <= 2 && cells.every((cell) => YES_NO.has(cell.toLowerCase()))) return { type: 'checkbox' };
  if (all(/^\d{17}[\dxX]$/) && reads('idCard')) return { type: 'idCard' };
  if (all(/^[^@\s]+@[^@\s]+$/) && reads('email')) return { type: 'email' };
  if (all(/^https?:\/\//i) && reads('url')) return { type: 'url' };
  const isPhone = all(/^1[3-9]\d{9}$/) || (PHONE_NAME.test(name) && all(/^[\d\s()+\-./x#转]{5,}$/));
  if (isPhone && reads('phone')) return { type: 'phone' };
  if (all(/^-?[\d.,]+\s*[%％]$/) && reads('percent')) return { type: 'percent', options: { scale: Math.min(digitsOf(cells), 8) } };
  const isCode = CODE_NAME.test(name) || cells.some((cell) => /^[-+]?0\d*$/.test(cell) && cell.length > 1 || (/^\d+$/.test(cell) && cell.length > MOST_DIGITS));
  if (!isCode && all(MONEY)) return moneyOf(cells, reads);
  if (!isCode && all(NUMBER) && all(/\d/)) {
    const scale = digitsOf(cells);
    if (MONEY_NAME.test(name) && scale <= 2) return moneyOf(cells, reads);
    if (scale <= 10 && reads('number', { scale })) return { type: 'number', options: { scale } };
  }
  if (all(/^\d{1,2}:\d{2}(:\d{2})?$/) && reads('time')) return { type: 'time' };
  const isDate = all(/\d{1,4}\s*[-/.年]\s*\d{1,2}|^\d{8}$/) && !isCode;
  if (isDate && reads('datetime')) return { type: all(/^[^:]*(\s0?0:00(:00(\.0+)?)?)?$/) && reads('date') ? 'date' : 'datetime' };
  if (isDate && reads('date')) return { type: 'date' };
  const longest = Math.max(...cells.map((cell) => cell.length));
  const isFew = distinct.size <= MOST_CHOICES && distinct.size >= 2 && cells.length >= 10 && cells.length >= distinct.size * 4 && longest <= 40;
  if (isFew && !isCode && cells.every((cell) => !cell.includes('\n'))) return selectOf([...distinct]);
  return longest > TEXT_LIMIT || cells.some((cell) => cell.includes('\n')) ? { type: 'longText' } : { type: 'text' };
}

function moneyOf(cells: readonly string[], reads: (type: FieldTypeKey, options?: FieldDocument['options']) => boolean): GuessedField {
  const mark = /[$€£]|USD|EUR|HKD|JPY|GBP/i.exec(cells[0] ?? '')?.[0].toUpperCase() ?? '';
  const currency = CURRENCIES[mark];
  const options = { scale: Math.max(2, Math.min(digitsOf(cells), 6)), ...(currency ? { currency } : {}) };
  return reads('money', options) ? { type: 'money', options } : { type: 'text' };
}

function selectOf(labels: readonly string[]): GuessedField {
  const taken = new Set<string>();
  const choices = labels.map((label) => {
    const value = deriveKey(label, (key) => taken.has(key));
    taken.add(value);
    return { value, label: textOf(label) };
  });
  return { type: 'select', options: { choices } };
}

const digitsOf = (cells: readonly string[]): number => Math.max(0, ...cells.map((cell) => /\.(\d+)/.exec(cell)?.[1]?.length ?? 0));

/** A text of a file in the language it is in. */
export const textOf = (text: string): { 'zh-CN': string } | { en: string } => {
  const label = text.slice(0, 200);
  return /[\u3400-\u9fff]/.test(label) ? { 'zh-CN': label } : { en: label };
};
