import type { Locale } from '@tessera/contract';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** 1536 -> "1.5 KB". Pure. */
export function formatBytes(bytes: number, locale: Locale): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const amount = bytes / 1024 ** power;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: amount < 10 && power > 0 ? 1 : 0 }).format(amount)} ${UNITS[power]}`;
}
