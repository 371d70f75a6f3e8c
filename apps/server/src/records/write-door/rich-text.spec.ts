import { describe, expect, it } from '@jest/globals';
import { cleanHtml } from './rich-text.ts';

describe('rich text', () => {
  it.each([
    ['<p>Hi <b>you</b></p>', '<p>Hi <b>you</b></p>'],
    ['<p style="color:red" class="x" onclick="y()">Hi</p>', '<p>Hi</p>'],
    ['<div>a</div>', '<p>a</p>'],
    ['<a href="//evil.example">x</a>', '<a>x</a>'],
    ['<a href="JaVaScript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="tel:110">x</a>', '<a href="tel:110" rel="noopener noreferrer nofollow" target="_blank">x</a>'],
    ['a<script>b</script><style>c</style><svg><desc>d</desc></svg>', 'a'],
    ['<img src="data:image/png;base64,AA" onerror="x()">', null],
    ['<p> &nbsp; <br></p>', null],
    ['1 < 2 & 3', '1 &lt; 2 &amp; 3'],
  ])('of %s is %s', (html, clean) => {
    expect(cleanHtml(html)).toBe(clean);
    if (clean !== null) expect(cleanHtml(clean)).toBe(clean);
  });

  it('that is nested a thousand deep takes no time', () => {
    expect(cleanHtml(`${'<ul><li>'.repeat(5_000)}x`)).toContain('x');
  });
});
