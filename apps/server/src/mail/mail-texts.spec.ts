import { describe, expect, it } from '@jest/globals';
import { LOCALES } from '@tessera/contract';
import { MAIL_KINDS, renderMail } from './mail-texts.ts';

const cases = MAIL_KINDS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const));
const HOSTILE = 'A\r\nBcc: evil@example.com <img src=x onerror=alert(1)>"';

describe('a mail', () => {
  it.each(cases)('%s in %s has a subject of one line that no name gets into, and nothing that runs', (kind, locale) => {
    const { subject, text, html } = renderMail(kind, locale, { link: 'https://crm.example.com/x?a=1&b=2', workspace: HOSTILE, inviter: HOSTILE, provider: HOSTILE });
    expect(subject).not.toMatch(/[\r\n]|evil/);
    expect(html).not.toContain('<img');
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html).toContain(`lang="${locale}"`);
  });

  it('says its link in both forms', () => {
    const { text, html } = renderMail('passwordReset', 'en', { link: 'https://crm.example.com/x?a=1&b=2' });
    expect(text).toContain('https://crm.example.com/x?a=1&b=2');
    expect(html).toContain('href="https://crm.example.com/x?a=1&amp;b=2"');
  });
});
