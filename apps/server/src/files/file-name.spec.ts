import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanFileName, extensionOf } from './file-name.ts';

describe('the name of a file', () => {
  it.each([
    ['offer.pdf', 'offer.pdf'],
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\system32\\cmd.exe', 'cmd.exe'],
    ['/', 'file'],
    ['..', 'file'],
    ['.htaccess', 'htaccess'],
    ['报价 单.xlsx', '报价 单.xlsx'],
    ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie x=1.txt'],
    ['exe.\u202Egnp.txt', 'exe.gnp.txt'],
    ['nul.txt', '_nul.txt'],
    ['con', '_con'],
    ['a"b<c>d|e?.png', 'abcde.png'],
    ['   ', 'file'],
    ['a\u0000.png', 'a.png'],
    ['name...', 'name'],
  ])('%j becomes %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  it('keeps its end however long it is', () => {
    const name = cleanFileName(`${'很'.repeat(300)}.docx`);
    expect([...name].length).toBeLessThanOrEqual(120);
    expect(name.endsWith('很.docx')).toBe(true);
  });

  it('is never a path, never empty, and stays when cleaned again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', ' ', 'é', '\u202e', '字') })), (given) => {
        const name = cleanFileName(given);
        expect(name).not.toMatch(/[/\\\u0000-\u001f]/u);
        expect(name).not.toMatch(/^\.|^\s|[.\s]$/u);
        expect(name.length).toBeGreaterThan(0);
        expect(cleanFileName(name)).toBe(name);
      }),
    );
  });
});

describe('the end of a name', () => {
  it.each([
    ['a.PNG', 'png'],
    ['archive.tar.gz', 'gz'],
    ['.png', ''],
    ['none', ''],
    ['a.图片', ''],
  ])('of %j is %j', (name, end) => {
    expect(extensionOf(name)).toBe(end);
  });
});
