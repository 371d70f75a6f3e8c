/**
 * The body of a request as a stream that is never held in memory: it fails with REQUEST_TOO_LARGE as soon as more
 * bytes have come than the route takes, and with REQUEST_BROKEN_OFF when the sender goes away. What comes after a
 * failure is read and thrown away, so that the sender gets to see the answer.
 */

import { Transform, type Readable } from 'node:stream';
import { defineError, RequestTooLarge } from '@tessera/contract';

export const RequestBrokenOff = defineError<Record<string, never>>({
  code: 'REQUEST_BROKEN_OFF',
  status: 400,
  message: { en: () => 'The upload broke off before its end; nothing was kept.', 'zh-CN': () => '上传中途断开，未保留任何内容。' },
  hint: { en: () => 'Upload the file again.', 'zh-CN': () => '请重新上传。' },
});

/** `announced`: the content-length header. The stream may be left unread. */
export function limitedBody(sent: Readable, { limit, announced }: { readonly limit: number; readonly announced: string | undefined }): Readable {
  const tooLarge = () => RequestTooLarge({ limit: readableBytes(limit) });
  let seen = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(tooLarge());
      else done(null, chunk);
    },
  });
  // Whoever reads hears of a failure; without a listener one that comes before anybody reads would end the process.
  body.on('error', () => {});
  body.once('close', () => {
    sent.unpipe(body);
    sent.resume();
  });
  sent.once('close', () => {
    if (!sent.readableEnded && !body.destroyed) body.destroy(RequestBrokenOff({}));
  });
  sent.once('error', () => body.destroy(RequestBrokenOff({})));
  if (Number(announced ?? 0) > limit) body.destroy(tooLarge());
  else sent.pipe(body);
  return body;
}

export const readableBytes = (bytes: number): string => (bytes >= 1024 * 1024 ? `${Math.round(bytes / 1024 / 1024)} MiB` : `${Math.round(bytes / 1024)} KiB`);
