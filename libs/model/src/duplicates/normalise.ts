/**
 * What is left of a name, a number or an address when everything is taken away that people write differently for the
 * same thing. For comparing only, never for showing. Pure; '' when nothing is left.
 */

import { toHalfWidth } from '../values/plain-text.ts';

/** Longest first, so that 股份有限公司 is taken whole. */
const CHINESE_FORMS = ['股份有限责任公司', '集团股份有限公司', '集团有限责任公司', '集团有限公司', '股份有限公司', '有限责任公司', '股份公司', '有限公司', '集团公司', '总公司', '公司'];
const LATIN_FORMS = new Set([
  'ltd', 'limited', 'co', 'company', 'inc', 'incorporated', 'corp', 'corporation', 'llc', 'llp', 'lp', 'plc', 'gmbh', 'ag', 'kg', 'mbh', 'sa', 'sas', 'sarl', 'srl', 'spa',
  'bv', 'nv', 'oy', 'oyj', 'ab', 'asa', 'aps', 'pty', 'pte', 'sdn', 'bhd', 'kk', 'ltda',
]);

/** "华为技术（深圳）有限公司" is 华为技术深圳; "Müller & Söhne GmbH & Co. KG" is mullersohne. */
export function normaliseName(text: string): string {
  const words = withoutAccents(text.normalize('NFKC').toLowerCase())
    .replace(/(?<=\p{L})\.(?=\p{L}(?:\.|\s|$))/gu, '') // S.A. and B.V. are words
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  while (words.length > 1 && LATIN_FORMS.has(words.at(-1) ?? '')) words.pop();
  const name = words.join('');
  const form = CHINESE_FORMS.find((suffix) => name.endsWith(suffix));
  return form === undefined || form === name ? name : name.slice(0, -form.length);
}

/** Accents of Latin letters only: marks of other scripts make other letters. */
const withoutAccents = (text: string): string => text.normalize('NFD').replace(/(?<=\p{Script=Latin})\p{M}+/gu, '').normalize('NFC');

/** Country calling codes (ITU-T E.164): which leading digits they take up. */
const COUNTRY_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** "+86 138-0013-8000", "86 13800138000" and "13800138000" are 13800138000; an extension stays, after an x. */
export function normalisePhone(text: string): string {
  const plain = toHalfWidth(text).trim().toLowerCase();
  const [main = '', extension = ''] = plain.split(/x|ext\.?|转|分机|#/);
  const international = /^(?:\+|00(?=[1-9]))/.test(main.replace(/[\s()]/g, ''));
  let digits = main.replace(/\D/g, '');
  if (international) digits = digits.replace(/^00/, '').replace(COUNTRY_CODE, '');
  else if (/^86(?:1[3-9]\d{9}|0\d{9,11})$/.test(digits)) digits = digits.slice(2);
  digits = digits.replace(/^0+/, ''); // of the trunk, as in 021 and (0)20
  const rest = extension.replace(/\D/g, '');
  return digits === '' ? '' : rest === '' ? digits : `${digits}x${rest}`;
}

/** "91310115 ma1k-3x 27" is 91310115MA1K3X27. */
export const normaliseTaxNumber = (text: string): string => toHalfWidth(text).toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

export const normaliseEmail = (text: string): string => toHalfWidth(text).trim().toLowerCase();

export const NORMALISERS = { name: normaliseName, phone: normalisePhone, taxNumber: normaliseTaxNumber, email: normaliseEmail } as const;
