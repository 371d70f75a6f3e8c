import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';

const url = field('u', 'url');

describe('url', () => {
  it.each(['https://example.com', 'http://例子.中国/路径?q=1#x', 'mailto:a@b.cn', 'tel:+8613800138000', 'HTTPS://EXAMPLE.COM:8443/a'])('takes %s', (value) => {
    expect(isValid(url, value)).toBe(true);
  });

  it.each(['javascript:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '//example.com', 'example.com', 'https://', 'http:// x', 'https:javascript', '#CAJUN.HTM#'])('refuses %p', (value) => {
    expect(isValid(url, value)).toBe(false);
    expect(cell(url, value)).toEqual(refused('FIELD_NOT_URL'));
  });

  it('completes a bare www address in a cell', () => {
    expect(cell(url, 'www.example.com')).toBe('https://www.example.com');
  });
});
