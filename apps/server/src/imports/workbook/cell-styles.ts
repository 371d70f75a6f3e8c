/**
 * What a number in a cell means by its number format: a day, a time, a duration, a percentage or a number. Pure.
 * Formats 14 to 22 and their East Asian kin are built in (ECMA-376 part 1, 18.8.30); others are read.
 */

import { Decimal } from 'decimal.js';
import type { Attributes } from './read-xml.ts';

type Meaning = 'number' | 'percent' | 'date' | 'datetime' | 'time' | 'duration';

const DAY_MS = 86_400_000;
const BUILT_IN: ReadonlyMap<number, Meaning> = new Map([
  [9, 'percent'], [10, 'percent'],
  [14, 'date'], [15, 'date'], [16, 'date'], [17, 'date'], [18, 'time'], [19, 'time'], [20, 'time'], [21, 'time'], [22, 'datetime'],
  ...[27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map((id): [number, Meaning] => [id, 'date']),
  [32, 'time'], [33, 'time'], [45, 'time'], [46, 'duration'], [47, 'time'],
]);

export class CellStyles {
  private readonly custom = new Map<number, Meaning>();
  private readonly meanings: Meaning[] = [];
  private isInCells = false;

  /** `from1904`: days are counted from 1 January 1904. */
  constructor(private readonly from1904: boolean) {}

  onTag(name: string, attributes: Attributes): void {
    if (name === 'numFmt') this.custom.set(Number(attributes['numFmtId']), meaningOf(attributes['formatCode'] ?? ''));
    if (name === 'cellXfs') this.isInCells = true;
    if (name === 'xf' && this.isInCells) {
      const id = Number(attributes['numFmtId'] ?? 0);
      this.meanings.push(this.custom.get(id) ?? BUILT_IN.get(id) ?? 'number');
    }
  }

  onEnd(name: string): void {
    if (name === 'cellXfs') this.isInCells = false;
  }

  /** The text of a number as an import reads it: `2024-05-01`, `2024-05-01 08:30:00`, `08:30:00`, `15%`, `8000.5`. */
  textOf(raw: string, style: number): string {
    const value = Number(raw);
    if (raw.trim() === '' || !Number.isFinite(value)) return raw;
    const meaning = this.meanings[style] ?? 'number';
    if (meaning === 'number') return numberText(value);
    if (meaning === 'percent') return `${new Decimal(numberText(value)).times(100).toFixed()}%`;
    return this.timeText(value, meaning) ?? numberText(value);
  }

  private timeText(value: number, meaning: Exclude<Meaning, 'number' | 'percent'>): string | null {
    if (value < 0 || value > 2_958_466) return null;
    const ms = Math.round(value * 86_400) * 1000;
    if (meaning === 'duration') return clock(ms);
    if (meaning === 'time' && ms < DAY_MS) return clock(ms);
    // Day 60 is 29 February 1900, which never was.
    const day = Math.floor(ms / DAY_MS) + (this.from1904 ? 1462 : 0);
    if (day < 1) return clock(ms);
    const date = new Date((day < 60 ? day - 25_568 : day - 25_569) * DAY_MS).toISOString().slice(0, 10);
    const within = ms % DAY_MS;
    return within === 0 && meaning === 'date' ? date : within === 0 && meaning === 'datetime' ? `${date} 00:00:00` : `${date} ${clock(within)}`;
  }
}

/** Fifteen digits are what a spreadsheet keeps: 0.1 + 0.2 is 0.3. */
const numberText = (value: number): string => {
  const text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? new Decimal(text).toFixed() : text;
};

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Quoted and escaped text, colours, conditions and locales say nothing; `[h]` is a duration. */
export function meaningOf(format: string): Meaning {
  const first = format.replaceAll(/"[^"]*"|\\.|_.|\*./g, '').split(';')[0] ?? '';
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'duration';
  const code = first.replaceAll(/\[[^\]]*\]/g, '').replaceAll(/general/gi, '').toLowerCase();
  const [hasDay, hasTime] = [/[yd]|e(?![+-])|m{3}/.test(code.replaceAll(/a\/p|am\/pm/g, '')), /[hs]/.test(code)];
  if (hasDay) return hasTime ? 'datetime' : 'date';
  if (hasTime) return 'time';
  return code.includes('%') ? 'percent' : 'number';
}
