import { describe, expect, it } from '@jest/globals';
import { isAccepted, mediaTypeOf, UNKNOWN_TYPE } from './media-type.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the type of a file', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n....', 'a.png', 'image/png'],
    ['\xff\xd8\xff\xe0..', 'whatever', 'image/jpeg'],
    ['GIF89a..', 'a.gif', 'image/gif'],
    ['RIFF1234WEBPVP8 ', 'a.webp', 'image/webp'],
    ['RIFF1234WAVEfmt ', 'a.wav', 'audio/wav'],
    ['\0\0\0\x20ftypavif....', 'a.avif', 'image/avif'],
    ['%PDF-1.7', 'a.pdf', 'application/pdf'],
    ['PK\x03\x04....', 'a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['PK\x03\x04....', 'a.jar', 'application/zip'],
    ['MZ\x90\0', 'a.png', UNKNOWN_TYPE],
    ['a,b\n1,2', 'a.csv', 'text/csv'],
    ['a,b\0', 'a.csv', UNKNOWN_TYPE],
    ['\xc4\xe3\xba\xc3,1', 'gbk.csv', 'text/csv'],
    ['', 'empty.txt', 'text/plain'],
    ['', 'empty.png', UNKNOWN_TYPE],
  ])('that starts with %j and is called %s is %s', (head, name, type) => {
    expect(mediaTypeOf(bytes(head), name)).toBe(type);
  });

  it('is never one that a browser would run', () => {
    expect(mediaTypeOf(utf8('<html><script>alert(1)</script>'), 'a.html')).toBe(UNKNOWN_TYPE);
    expect(mediaTypeOf(utf8('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'a.svg')).toBe(UNKNOWN_TYPE);
    expect(mediaTypeOf(utf8('<html>'), 'a.png')).toBe(UNKNOWN_TYPE);
  });

  it('is told from a head that ends within a character', () => {
    expect(mediaTypeOf(utf8('你好').slice(0, 4), 'a.txt')).toBe('text/plain');
  });
});

describe('what a field accepts', () => {
  const png = { name: 'a.png', type: 'image/png' };
  it.each([
    [[], png, true],
    [['image/*'], png, true],
    [['image/png'], png, true],
    [['.png'], png, true],
    [['png'], png, true],
    [['application/pdf', '.docx'], png, false],
    [['.pdf'], { name: 'program.pdf', type: UNKNOWN_TYPE }, false],
    [['.dwg'], { name: 'Plan.DWG', type: UNKNOWN_TYPE }, true],
    [['image/*'], { name: 'a.png', type: UNKNOWN_TYPE }, false],
  ])('%j takes %j: %s', (accept, file, taken) => {
    expect(isAccepted(accept, file)).toBe(taken);
  });
});
