import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { limitedBody } from './limited-body.ts';

const LIMIT = { limit: 10, announced: undefined };
const failure = (body: Readable): Promise<unknown> => buffer(body).then(() => 'none', ({ code }) => code);

describe('limitedBody', () => {
  it('passes on what is within the limit', async () => {
    expect(await buffer(limitedBody(Readable.from([Buffer.alloc(6), Buffer.alloc(4)]), LIMIT))).toHaveLength(10);
  });

  it('fails with the first byte too many, and throws the rest away so that the sender can end', async () => {
    let sent = 0;
    const source = Readable.from((function* () {
      for (; sent < 1000; sent += 1) yield Buffer.alloc(6);
    })());
    expect(await failure(limitedBody(source, LIMIT))).toBe('REQUEST_TOO_LARGE');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toBe(1000);
  });

  it('fails before the first byte when too many are announced, read or not', async () => {
    expect(await failure(limitedBody(new PassThrough(), { limit: 10, announced: '11' }))).toBe('REQUEST_TOO_LARGE');
    limitedBody(new PassThrough(), { limit: 10, announced: '11' });
  });

  it('fails when the sender goes away in the middle', async () => {
    const sent = new PassThrough();
    const body = limitedBody(sent, LIMIT);
    sent.write(Buffer.alloc(3));
    setImmediate(() => sent.destroy());
    expect(await failure(body)).toBe('REQUEST_BROKEN_OFF');
  });
});
