import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { cell, isValid, refused } from '../../testing/values.ts';
import { richText } from './index.ts';

const story = field('story', 'richText');
const shown = (html: string) => richText.formatText(html, story, { locale: 'en', timeZone: 'UTC' });

describe('richText', () => {
  it('says that it is HTML, so that it is sanitised where it is written', () => {
    expect(richText.html).toBe(true);
  });

  it.each(['', '<p></p>', '<p><br></p>', '<p>&nbsp;</p> '])('takes the empty editor %p for nothing', (html) => {
    expect(richText.canonical(html, story)).toBeNull();
  });

  it.each(['<p>x</p>', '<img src="/a">', '<hr>'])('keeps %p', (html) => {
    expect(richText.canonical(html, story)).toBe(html);
  });

  it('makes paragraphs of the lines of a cell, and no markup of what is in them', () => {
    expect(cell(story, 'a < b\r\n<script>x</script>')).toBe('<p>a &lt; b</p><p>&lt;script&gt;x&lt;/script&gt;</p>');
    expect(cell(story, 'a\u0000')).toEqual(refused('FIELD_NOT_TEXT'));
    expect(cell(story, '&'.repeat(100_000))).toEqual(refused('FIELD_TOO_LONG'));
  });

  it('is shown as its text', () => {
    expect(shown('<h1>Plan</h1><p>a &amp; b<br>c</p><ul><li>one</li><li>&#x4e00;&#20108;</li></ul>')).toBe('Plan\na & b\nc\none\n一二');
    expect(shown('<p>&#0;&#xD800;&bogus;</p>')).toBe('&bogus;');
  });

  it('takes a bounded length, and is shown whatever it holds', () => {
    expect(isValid(story, 'x'.repeat(200_001))).toBe(false);
    expect(['<'.repeat(200_000), '&'.repeat(200_000), '<p'.repeat(100_000), '</p>'.repeat(50_000)].map((evil) => shown(evil).length)).toEqual([200_000, 200_000, 200_000, 0]);
  });
});
