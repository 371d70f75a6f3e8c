import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.ts';

const OIDC = { PUBLIC_URL: 'https://crm.example.com', OIDC_ISSUER: 'https://id.example.com', OIDC_CLIENT_ID: 'tessera', OIDC_CLIENT_SECRET: 'secret' };

describe('settings of signing in', () => {
  it('have no provider and no mail unless they are given', () => {
    expect(loadConfig({})).toMatchObject({ oidc: undefined, smtpUrl: undefined, mailFrom: undefined });
  });

  it('take a provider over https, with a name that people see', () => {
    expect(loadConfig(OIDC).oidc).toMatchObject({ clientId: 'tessera', label: 'id.example.com', allowHttp: false });
    expect(loadConfig({ ...OIDC, OIDC_LABEL: 'Company ID' }).oidc?.label).toBe('Company ID');
  });

  it.each([
    ['OIDC_ISSUER', { ...OIDC, OIDC_ISSUER: 'http://id.example.com' }],
    ['OIDC_ISSUER', { ...OIDC, OIDC_ISSUER: 'http://id.example.com', OIDC_ALLOW_HTTP: 'true' }],
    ['OIDC_ISSUER', { ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000' }],
    ['OIDC_CLIENT_ID', { ...OIDC, OIDC_CLIENT_ID: '' }],
    ['OIDC_CLIENT_SECRET', { ...OIDC, OIDC_CLIENT_SECRET: '' }],
    ['PUBLIC_URL', { ...OIDC, PUBLIC_URL: '' }],
    ['SMTP_URL', { SMTP_URL: 'mail.example.com', MAIL_FROM: 'crm@example.com' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.com' }],
    ['MAIL_FROM', { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'crm@example.com\r\nBcc: x@example.com' }],
  ])('refuse a wrong %s: %j', (name, env) => {
    expect(() => loadConfig(env)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID', params: expect.objectContaining({ name }) }));
  });

  it('allow http for a provider of this machine only when they say so', () => {
    expect(loadConfig({ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1:9000', OIDC_ALLOW_HTTP: 'true' }).oidc?.allowHttp).toBe(true);
  });

  it('do not repeat the password of the mail server when it is wrong', () => {
    expect(() => loadConfig({ SMTP_URL: 'http://me:hunter2@mail.example.com' })).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }));
  });
});
