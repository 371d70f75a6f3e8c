import { describe, expect, it } from '@jest/globals';
import { listFunctions } from './registry.ts';

describe('listFunctions', () => {
  it('describes every function in both languages', () => {
    for (const { doc, params } of listFunctions()) {
      for (const wording of [doc, ...params.map((param) => param.name)]) {
        expect(wording.en).toMatch(/^[\x20-\x7e\p{Script=Han}*]+$/u);
        expect(wording.en).toMatch(/[a-z]/);
        expect(wording['zh-CN']).toMatch(/\p{Script=Han}/u);
      }
    }
  });

  it('lists each function once, with what an editor needs to complete it', () => {
    const functions = listFunctions();
    expect(new Set(functions.map(({ name }) => name)).size).toBe(functions.length);
    expect(functions.length).toBeGreaterThanOrEqual(120);
    expect(functions.find(({ name }) => name === 'ROUND')).toMatchObject({
      result: 'number',
      params: [{ types: ['number'], optional: false, repeats: false }, { types: ['number'], optional: true, repeats: false }],
    });
    expect(functions.find(({ name }) => name === 'IF')).toMatchObject({ result: null });
    expect(functions.find(({ name }) => name === 'SUM')?.params).toMatchObject([{ repeats: true }]);
  });
});
