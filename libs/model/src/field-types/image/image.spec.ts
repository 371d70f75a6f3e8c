import { describe, expect, it } from '@jest/globals';
import { field } from '../../testing/documents.ts';
import { isValid } from '../../testing/values.ts';
import { image } from './index.ts';

describe('image', () => {
  it('accepts pictures that browsers show and that cannot carry script', () => {
    const { accept } = image.widgetOptions(field('i', 'image'), 'en') as { accept: string[] };
    expect(accept).toContain('image/png');
    expect(accept).not.toContain('image/svg+xml');
  });

  it('takes what was uploaded', () => {
    expect(isValid(field('i', 'image'), [{ id: '0190b0a0-0000-7000-8000-00000000000a' }])).toBe(true);
  });
});
