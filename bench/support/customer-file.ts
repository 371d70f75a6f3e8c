/** A CSV file of customers with every field the representative may fill in, made while it is sent. */

const HEADER = 'name,type,level,industry,size,lifecycle,source,tags,phone,fax,website,country,region,city,address,postal_code,last_follow_up_at';
const ROWS_AT_ONCE = 2000;
const pick = (n: number, ...of: readonly string[]): string => of[n % of.length] ?? '';

export function customerLine(n: number): string {
  const digits = String(n).padStart(8, '0');
  return [
    `Customer ${((n * 2_654_435_761) % 4_294_967_296).toString(16)} ${n}`, pick(n >> 2, 'prospect', 'new', 'existing', 'lost'), pick(n, 'a', 'b', 'c'),
    pick(n >> 3, 'manufacturing', 'retail', 'food', 'it', 'logistics'), pick(n >> 1, 's', 'm', 'l'), pick(n >> 4, 'acquire', 'contact', 'won', 'service'),
    pick(n >> 2, 'website', 'ads', 'referral', 'phone'), n % 5 === 0 ? 'vip' : '"strategic, cross_border"', `021-${digits}`, `021-${digits.split('').reverse().join('')}`,
    `https://example.com/${n}`, '中国', '上海', '上海', `浦东新区张江路 ${n} 号`, digits.slice(-6), `2024-0${1 + (n % 9)}-1${n % 10} 08:30`,
  ].join(',');
}

export function customerFile(rows: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(`${HEADER}\n`)),
    pull: (controller) => {
      if (next >= rows) return controller.close();
      const end = Math.min(rows, next + ROWS_AT_ONCE);
      controller.enqueue(encoder.encode(Array.from({ length: end - next }, (_, index) => `${customerLine(next + index)}\n`).join('')));
      next = end;
    },
  });
}
