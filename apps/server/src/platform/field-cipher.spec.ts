import { describe, expect, it } from '@jest/globals';
import { FieldCipher, SEAL_BYTES } from './field-cipher.ts';

const [old, fresh, other] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];

describe('the cipher of fields', () => {
  it('opens what it has closed, each time in another envelope', () => {
    const cipher = new FieldCipher([old]);
    const [one, two] = [cipher.seal('account', 'pin', '身份证 1'), cipher.seal('account', 'pin', '身份证 1')];
    expect(one).not.toBe(two);
    expect([cipher.open('account', 'pin', one), cipher.open('account', 'pin', two)]).toEqual(['身份证 1', '身份证 1']);
    expect(one).toMatch(/^v1:[\w-]{8}:[\w-]+$/);
  });

  it('opens an envelope nowhere but in its own field, and none that was tampered with', () => {
    const cipher = new FieldCipher([old]);
    const envelope = cipher.seal('account', 'pin', '4711');
    const at = envelope.length - 4;
    const bent = `${envelope.slice(0, at)}${envelope[at] === 'A' ? 'B' : 'A'}${envelope.slice(at + 1)}`;
    for (const [entity, field, text] of [['account', 'code', envelope], ['contact', 'pin', envelope], ['account', 'pin', bent], ['account', 'pin', 'v1:x:y'], ['account', 'pin', '4711']] as const) {
      expect(() => cipher.open(entity, field, text)).toThrow();
    }
  });

  it('closes with the first key, opens with all, and hashes with the last', () => {
    const before = new FieldCipher([old]);
    const after = new FieldCipher([fresh, old]);
    const envelope = before.seal('account', 'pin', '4711');
    expect(after.open('account', 'pin', envelope)).toBe('4711');
    expect(after.seal('account', 'pin', '4711').split(':')[1]).not.toBe(envelope.split(':')[1]);
    expect(after.hash('account', 'pin', '4711')).toBe(before.hash('account', 'pin', '4711'));
    expect(() => new FieldCipher([other]).open('account', 'pin', envelope)).toThrow(/needs a key that is not there/);
  });

  it('hashes equal values of two fields apart', () => {
    const cipher = new FieldCipher([old]);
    expect(new Set([cipher.hash('account', 'pin', '1'), cipher.hash('account', 'code', '1'), cipher.hash('contact', 'pin', '1'), cipher.hash('account', 'pin', '2')]).size).toBe(4);
  });
});

describe('bytes', () => {
  it('are closed as bytes, open nowhere else, and are longer by what is told', () => {
    const cipher = new FieldCipher([old]);
    const bytes = Buffer.from([0, 255, 58, 10, 13]);
    const sealed = cipher.sealBytes('_export_chunk', 'bytes', bytes);
    expect([cipher.openBytes('_export_chunk', 'bytes', sealed), sealed.length]).toEqual([bytes, bytes.length + SEAL_BYTES]);
    expect(new FieldCipher([fresh, old]).openBytes('_export_chunk', 'bytes', sealed)).toEqual(bytes);
    sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1;
    for (const stored of [sealed, bytes, Buffer.alloc(0)]) expect(() => cipher.openBytes('_export_chunk', 'bytes', stored)).toThrow();
    expect(() => new FieldCipher([other]).openBytes('_export_chunk', 'bytes', cipher.sealBytes('_export_chunk', 'bytes', bytes))).toThrow();
    expect(() => cipher.openBytes('_import_chunk', 'bytes', cipher.sealBytes('_export_chunk', 'bytes', bytes))).toThrow();
  });
});
