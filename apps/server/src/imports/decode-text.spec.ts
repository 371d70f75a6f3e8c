import { describe, expect, it } from '@jest/globals';
import { decodeText } from './decode-text.ts';
import { rereader } from './misread-rows.ts';

async function textOf(bytes: Buffer, size: number): Promise<{ encoding: string; text: string }> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const decoded = await decodeText(chunks());
  let text = '';
  for await (const piece of decoded.text) text += piece;
  return { encoding: decoded.encoding, text };
}

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from('名称,é\n'), 'utf-8', '名称,é\n'],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF名称\n'), 'utf-8', '名称\n'],
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFF名称,😀\n', 'utf16le'), 'utf-16le', '名称,😀\n'],
    ['GBK', Buffer.from('bfcdbba72cb3c7cad00a', 'hex'), 'gb18030', '客户,城市\n'],
    ['GB 18030 with four bytes for a character', Buffer.from('bfcdbba72c9439fc360a', 'hex'), 'gb18030', '客户,😀\n'],
    ['ASCII', Buffer.from('a,b\n'), 'utf-8', 'a,b\n'],
  ])('reads %s', async (_, bytes, encoding, text) => {
    for (const size of [bytes.length, 1]) expect(await textOf(bytes, size)).toEqual({ encoding, text });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'IMPORT_FILE_EMPTY'],
    ['a workbook', Buffer.from('PK\u0003\u0004rest'), 'IMPORT_FILE_NOT_TEXT'],
    ['bytes with NUL', Buffer.from('a,b\0c\n'), 'IMPORT_FILE_NOT_TEXT'],
    ['NUL far inside', Buffer.concat([Buffer.alloc(10_000, 'a'), Buffer.alloc(1)]), 'IMPORT_FILE_NOT_TEXT'],
    ['UTF-16 with NUL', Buffer.from('\uFEFFa\0b', 'utf16le'), 'IMPORT_FILE_NOT_TEXT'],
    ['UTF-16 with half a character', Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), 'IMPORT_ENCODING_UNKNOWN'],
    ['bytes of no encoding', Buffer.from([0x61, 0xff, 0xff, 0xff]), 'IMPORT_ENCODING_UNKNOWN'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(textOf(bytes, 7)).rejects.toMatchObject({ code });
  });

  it('finds GB 18030 however late its first character comes, as long as all before was ASCII', async () => {
    const ascii = Buffer.alloc(3_000_000, 'abc,def\n');
    const late = await textOf(Buffer.concat([ascii, Buffer.from('bfcdbba70a', 'hex')]), 65_536);
    expect([late.encoding, late.text.slice(-3)]).toEqual(['gb18030', '客户\n']);
  });

  it('names the line from which on a file is not of the encoding in which it began', async () => {
    const begun = Buffer.from(`客户城市电话地址名称编号日期金额备注状态类型来源\n${'x\n'.repeat(1_000_000)}`);
    const broken = Buffer.concat([begun, Buffer.from('bfcdbba70a', 'hex')]);
    await expect(textOf(broken, 50)).rejects.toMatchObject({ code: 'IMPORT_ENCODING_BROKEN', params: { line: 1_000_002, encoding: 'UTF-8' } });
  });

  it('reads on as GB 18030 when few characters before were UTF-8 by chance, and says which lines were misread', async () => {
    // The bytes of 模 are a letter of Latin in UTF-8.
    const begun = Buffer.concat([Buffer.from('c4a30a', 'hex'), Buffer.alloc(1_600_000, 'abc,def\n')]);
    async function* chunks() {
      yield begun;
      yield Buffer.from('bfcdbb', 'hex');
      yield Buffer.from('a70ac4a30a', 'hex');
    }
    const decoded = await decodeText(chunks());
    let text = '';
    for await (const piece of decoded.text) text += piece;
    expect([decoded.encoding, decoded.misreadBefore, text.slice(0, 2), text.slice(-5)]).toEqual(['gb18030', 200_002, 'ģ\n', '客户\n模\n']);
    expect(rereader(200_002)({ line: 1, cells: ['ģ', 'abc'] })).toEqual({ line: 1, cells: ['模', 'abc'] });
    expect(rereader(3)({ line: 2, cells: ['ģ\n客户', '模'] })).toEqual({ line: 2, cells: ['模\n客户', '模'] });
    expect(() => rereader(3)({ line: 1, cells: ['客户'] })).toThrow(expect.objectContaining({ code: 'IMPORT_ENCODING_BROKEN' }));
  });

  it('refuses a file that ends in the middle of a character', async () => {
    await expect(textOf(Buffer.concat([Buffer.alloc(2_000_000, '字'), Buffer.from([0xe5])]), 65_536)).rejects.toMatchObject({ code: 'IMPORT_ENCODING_BROKEN' });
  });
});
