import { describe, expect, it } from '@jest/globals';
import { urlOf } from './url.ts';

describe('urlOf', () => {
  it('fills parameters and escapes them', () => {
    expect(urlOf('/api/records/:entity/:id', { entity: 'order', id: 'a/b' })).toBe('/api/records/order/a%2Fb');
  });
  it('leaves out query values that are absent', () => {
    expect(urlOf('/api/tasks', {}, { status: undefined })).toBe('/api/tasks');
    expect(urlOf('/api/imports', {}, { fileName: '客户 1.csv', members: true })).toBe('/api/imports?fileName=%E5%AE%A2%E6%88%B7+1.csv&members=true');
  });
  it('refuses a path whose parameter is missing', () => {
    expect(() => urlOf('/api/tasks/:id')).toThrow('"id"');
  });
});
