/** Chinese resident identity numbers (GB 11643-1999): six digits of a region, a birth date, a serial number, a check character. */

import { isCalendarDay } from './time.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS = '10X98765432'; // by the weighted sum modulo 11 (ISO 7064, MOD 11-2)

/** 18 characters, X in upper case, with a day that exists and the right check character. */
export function isIdCard(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false;
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)].map(Number) as [number, number, number];
  return year >= 1800 && isCalendarDay(year, month, day) && text[17] === idCardCheck(text.slice(0, 17));
}

/** The check character of the first seventeen digits. */
export function idCardCheck(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_CHARACTERS[sum % 11] ?? '';
}

export const canonicalIdCard = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase();
