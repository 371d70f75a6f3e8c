/** What the headers of a change say: `Idempotency-Key`, and with `If-Match` the version it is based on. */

import { RequestInvalid } from '@tessera/contract';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const KEY = /^[\x21-\x7e]{8,200}$/;
const VERSION = /^"(\d{1,9})"$/;

/** Undefined without one; REQUEST_INVALID when it is no key. */
export function idempotencyKeyOf(headers: Headers): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw RequestInvalid({}, { fields: [{ path: 'headers.idempotency-key', code: 'HEADER_INVALID', message: { en: 'Idempotency-Key must be 8 to 200 characters without spaces.', 'zh-CN': 'Idempotency-Key 须为 8 至 200 个字符，不含空格。' } }] });
}

/** The version of `If-Match: "3"`, or the one given beside it; both must be the same. `*` asks for nothing. */
export function versionOf(headers: Headers, given: number | undefined): number | undefined {
  const header = headers['if-match'];
  if (header === undefined || header === '*') return given;
  const version = typeof header === 'string' ? Number(VERSION.exec(header)?.[1] ?? Number.NaN) : Number.NaN;
  if (version >= 1 && (given === undefined || given === version)) return version;
  throw RequestInvalid({}, { fields: [{ path: 'headers.if-match', code: 'HEADER_INVALID', message: { en: 'If-Match must be one version in quotes, such as "3", and the same as the version in the request.', 'zh-CN': 'If-Match 须为带引号的一个版本号，如 "3"，并与请求中的版本一致。' } }] });
}
