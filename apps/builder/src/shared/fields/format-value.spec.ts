import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAgo, formatDate, formatInstant, formatMoney, formatNumber, formatPercent } from './format-value.ts';

describe('decimals', () => {
  it.each([
    ['12345.60', undefined, '12,345.6'],
    ['12345.60', 2, '12,345.60'],
    ['-0.5', undefined, '-0.5'],
    ['99999999999999999999.99', 2, '99,999,999,999,999,999,999.99'],
    ['not a number', 2, 'not a number'],
  ])('shows the number %s with scale %s as %s', (value, scale, shown) => {
    expect(formatNumber(value, 'en', scale)).toBe(shown);
  });
  it('shows money with its symbol', () => {
    expect(formatMoney('8000.00', 'CNY', 'zh-CN')).toBe('¥8,000.00');
    expect(formatMoney('8000.5', 'USD', 'en')).toBe('$8,000.50');
    expect(formatMoney('12345678901234567890.12', 'CNY', 'en')).toBe('¥12,345,678,901,234,567,890.12');
  });
  it('shows a fraction as percent', () => {
    expect(formatPercent('0.15', 'en')).toBe('15%');
    expect(formatPercent('0.1550', 'en')).toBe('15.5%');
    expect(formatPercent('1', 'zh-CN')).toBe('100%');
  });
  it('never loses a digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const text = `${whole}.${String(cents).padStart(2, '0')}`;
        if (whole === 0n) return;
        expect(formatNumber(text, 'en', 2).replaceAll(',', '')).toBe(text);
      }),
    );
  });
});

describe('time', () => {
  it('shows a date in the habit of the language', () => {
    expect(formatDate('2024-01-05', 'en')).toBe('Jan 5, 2024');
    expect(formatDate('2024-01-05', 'zh-CN')).toBe('2024-01-05');
  });
  it('shows an instant in the zone of the workspace', () => {
    expect(formatInstant('2024-01-05T16:30:00.000Z', 'zh-CN', 'Asia/Shanghai')).toBe('2024-01-06 00:30');
    expect(formatInstant('2024-01-05T16:30:00.000Z', 'en', 'UTC')).toBe('Jan 5, 2024, 16:30');
  });
  it('says how long ago something was', () => {
    const now = Date.parse('2024-01-05T12:00:00Z');
    expect(formatAgo('2024-01-05T11:55:00Z', now, 'en')).toBe('5 minutes ago');
    expect(formatAgo('2024-01-04T11:55:00Z', now, 'zh-CN')).toBe('昨天');
    expect(formatAgo('2024-01-05T11:59:50Z', now, 'en')).toBe('now');
  });
});
