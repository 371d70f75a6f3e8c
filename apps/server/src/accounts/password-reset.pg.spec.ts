import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { MailSender } from '../mail/mail-sender.ts';
import { startMailCatcher, type CaughtMail, type MailCatcher } from '../testing/mail-catcher.ts';
import { ADMIN_PASSWORD, startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const REP = 'li@example.com';
const PUBLIC = 'https://crm.example.com';
const NEW = 'seven purple teapots';

describe('a password reset by mail', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let catcher: MailCatcher;
  let repId = '';
  beforeAll(async () => {
    catcher = await startMailCatcher();
    server = await startTestServer({ config: { publicUrl: new URL(PUBLIC), smtpUrl: catcher.url, mailFrom: 'CRM <crm@example.com>' } });
    admin = await server.setup();
    repId = (await server.join(admin, { name: '李', email: REP, roles: [] })).session?.member.id ?? '';
    await sent();
  });
  afterEach(async () => {
    await sent();
    catcher.mails.length = 0;
    catcher.refusal = undefined;
    await server.db.query('DELETE FROM tessera.sign_in_attempt');
    await server.db.query('DELETE FROM tessera.mail');
  });
  afterAll(async () => {
    await server.stop();
    await catcher.stop();
  });

  const sent = () => server.app.get(MailSender).wake();
  const ask = (email: string, headers: Record<string, string> = {}) => server.browser().post('/api/password-reset', { email }, headers);
  const linkOf = (mail: CaughtMail | undefined): string => /https?:\/\/\S+\/password-reset\/[\w-]+/.exec(mail?.body ?? '')?.[0] ?? '';
  const tokenFor = async (email = REP): Promise<string> => {
    catcher.mails.length = 0;
    expect((await ask(email)).status).toBe(204);
    await sent();
    return catcher.mails.map((mail) => linkOf(mail).split('/').at(-1)).find((token) => token !== '') ?? '';
  };
  const reset = (token: string, password = NEW) => server.browser().post(`/api/password-reset/${token}`, { password });
  const putBack = async (): Promise<void> => {
    expect((await reset(await tokenFor(), ADMIN_PASSWORD)).status).toBe(204);
  };

  it('is offered where mail can be sent and the address of the server is set, and refused elsewhere', async () => {
    expect((await server.browser().get('/api/sign-in-options')).body).toEqual({ passwordReset: true, oidc: null });
    for (const config of [{ smtpUrl: catcher.url, mailFrom: 'crm@example.com' }, { publicUrl: new URL(PUBLIC) }]) {
      const without = await startTestServer({ beside: server, config });
      expect((await without.browser().get('/api/sign-in-options')).body.passwordReset).toBe(false);
      expect((await without.browser().post('/api/password-reset', { email: REP })).body.code).toBe('PASSWORD_RESET_OFF');
      await without.stop();
    }
  });

  it('has a link to the set address, whatever the request claims', async () => {
    const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', referer: 'https://evil.example/', origin: PUBLIC };
    expect((await ask(REP, forged)).status).toBe(204);
    await sent();
    expect(catcher.mails).toHaveLength(1);
    expect(linkOf(catcher.mails[0])).toMatch(/^https:\/\/crm\.example\.com\/password-reset\/[\w-]{43}$/);
    expect(catcher.mails[0]?.raw).not.toContain('evil');
  });

  it('answers the same and writes the same for an address nobody has, to which no mail goes', async () => {
    const [known, unknown] = [await ask(REP), await ask('nobody@example.com')];
    expect([known.status, known.text, Object.keys(known.headers)]).toEqual([unknown.status, unknown.text, Object.keys(unknown.headers)]);
    await sent();
    expect(catcher.mails.map(({ to }) => to)).toEqual([[REP]]);
    expect(await server.db.query('SELECT FROM tessera.mail')).toEqual([]);
  });

  it('goes to no member who is disabled', async () => {
    await admin.patch(`/api/members/${repId}`, { disabled: true });
    expect(await tokenFor()).toBe('');
    expect(catcher.mails).toEqual([]);
    await admin.patch(`/api/members/${repId}`, { disabled: false });
  });

  it('works once, signs in nobody, ends every session and every older link', async () => {
    const browser = server.browser();
    await browser.signIn(REP);
    const [older, token] = [await tokenFor(), await tokenFor()];
    const done = await reset(token);
    expect([done.status, done.headers['set-cookie']]).toEqual([204, undefined]);
    expect((await browser.get('/api/session')).status).toBe(401);
    for (const used of [token, older]) expect((await reset(used, 'eleven quiet lamps')).body.code).toBe('PASSWORD_RESET_INVALID');
    expect((await server.browser().signIn(REP)).status).toBe(401);
    expect((await server.browser().signIn(REP, NEW)).status).toBe(200);
    await putBack();
  });

  it('lets one of two who use it at the same time through', async () => {
    const token = await tokenFor();
    const both = await Promise.all([reset(token), reset(token, 'eleven quiet lamps')]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
    await putBack();
  });

  it('is over after half an hour', async () => {
    const token = await tokenFor();
    server.clock.pass(30 * 60_000 + 1);
    const late = await reset(token);
    server.clock.pass(-30 * 60_000 - 1);
    expect(late.body.code).toBe('PASSWORD_RESET_INVALID');
  });

  it('is over once the password was changed in the account', async () => {
    const token = await tokenFor();
    const browser = server.browser();
    await browser.signIn(REP);
    await browser.post('/api/account/password', { current: ADMIN_PASSWORD, password: NEW });
    expect((await reset(token)).body.code).toBe('PASSWORD_RESET_INVALID');
    await putBack();
  });

  it('asks for as good a password as anywhere, and the link is good for another try', async () => {
    const token = await tokenFor();
    expect((await reset(token, 'password123')).body.fields).toMatchObject([{ path: 'password', code: 'PASSWORD_COMMON' }]);
    expect((await reset(token, ADMIN_PASSWORD)).status).toBe(204);
  });

  it('leaves one-time codes on', async () => {
    const browser = server.browser();
    await browser.signIn(REP);
    const { secret } = (await browser.post('/api/account/totp', { password: ADMIN_PASSWORD })).body;
    await browser.post('/api/account/totp/confirm', { code: generateSync({ secret, epoch: Math.floor(server.clock.now().getTime() / 1000) }) });
    await sent();
    await reset(await tokenFor());
    expect((await server.browser().signIn(REP, NEW)).body).toMatchObject({ code: 'TOTP_REQUIRED' });
    await server.db.query('UPDATE tessera.account SET totp_secret = NULL');
    await putBack();
  });

  it('lies in the database as a hash only, and in nothing that waits', async () => {
    catcher.refusal = { code: 451, times: 1 };
    await ask(REP);
    await sent();
    const rows = await server.db.query<{ row: string }>('SELECT p::text AS row FROM tessera.password_reset p UNION ALL SELECT m::text FROM tessera.mail m UNION ALL SELECT a::text FROM ws_example._audit a');
    server.clock.pass(60_000);
    await sent();
    server.clock.pass(-60_000);
    const token = linkOf(catcher.mails[0]).split('/').at(-1) ?? '';
    const after = await server.db.query<{ row: string }>('SELECT p::text AS row FROM tessera.password_reset p');
    expect(token).toHaveLength(43);
    expect(JSON.stringify([rows, after])).not.toContain(token);
  });

  it('can be asked for no more than five times a quarter of an hour for one mailbox, which nobody is told', async () => {
    for (let round = 0; round < 7; round += 1) expect((await ask(` ${round % 2 === 0 ? REP : REP.toUpperCase()}`.trim())).status).toBe(204);
    await sent();
    expect(catcher.mails).toHaveLength(5);
  });

  it('is throttled by address: with many e-mails, and with many secrets', async () => {
    const asked: number[] = [];
    for (let round = 0; round < 22; round += 1) asked.push((await ask(`someone${round}@example.com`)).status);
    expect(asked.filter((status) => status === 429)).toHaveLength(2);
    const tried: number[] = [];
    for (let index = 0; index < 62; index += 1) tried.push((await reset(`${'x'.repeat(40)}${100 + index}`)).status);
    expect(tried.slice(-3).map((status) => status === 429)).toEqual([false, true, true]);
  });

  describe('and other mail', () => {
    it('leaves only when its transaction has committed', async () => {
      const { Mails } = await import('../mail/mails.ts');
      const mails = server.app.get(Mails);
      await expect(
        server.database.transaction(null, async (db) => {
          await mails.queue(db, { kind: 'passwordChanged', to: REP, locale: 'en' });
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      await sent();
      expect(catcher.mails).toEqual([]);
    });

    it('is sent again when the other side has no time, and dropped when it refuses for good', async () => {
      catcher.refusal = { code: 451, times: 1 };
      await ask(REP);
      await sent();
      expect(catcher.mails).toEqual([]);
      await sent();
      expect(catcher.mails).toEqual([]);
      server.clock.pass(60_000);
      await sent();
      server.clock.pass(-60_000);
      expect(catcher.mails).toHaveLength(1);
      catcher.refusal = { code: 550, times: 1 };
      await ask(REP);
      await sent();
      expect(await server.db.query('SELECT FROM tessera.mail')).toEqual([]);
    });

    it('is sent by one of two processes', async () => {
      const other = await startTestServer({ beside: server, config: { publicUrl: new URL(PUBLIC), smtpUrl: catcher.url, mailFrom: 'crm@example.com' } });
      await Promise.all([ask(REP), other.browser().post('/api/password-reset', { email: 'admin@example.com' })]);
      await Promise.all([sent(), other.app.get(MailSender).wake()]);
      await other.stop();
      expect(catcher.mails.map(({ to }) => to[0]).sort()).toEqual(['admin@example.com', REP]);
    });

    it('invites with the link that is shown, in plain text and HTML, and puts no name into a header', async () => {
      const browser = await admin.post('/api/invitations', { name: 'Bcc: evil@example.com', email: 'new@example.com', roles: [] });
      await sent();
      const [mail] = catcher.mails;
      expect(mail?.to).toEqual(['new@example.com']);
      expect(mail?.headers).toMatch(/^Content-Type: multipart\/alternative/m);
      expect(mail?.headers).not.toMatch(/evil|Example/);
      expect(mail?.body.split(`${PUBLIC}${browser.body.path}`)).toHaveLength(4);
    });

    it('speaks the language of its reader', async () => {
      const browser = server.browser();
      await browser.signIn(REP);
      await browser.patch('/api/session', { locale: 'zh-CN' });
      await tokenFor();
      expect(catcher.mails[0]?.body).toContain('链接仅可使用一次');
      await browser.patch('/api/session', { locale: 'en' });
    });

    it('cannot be given a second recipient', async () => {
      for (const email of ['li@example.com,evil@example.com', 'li@example.com\r\nBcc: evil@example.com', '<li@example.com>', 'li@example.com evil@example.com']) {
        expect((await ask(email)).status).toBe(400);
      }
      await sent();
      expect(catcher.mails).toEqual([]);
    });
  });
});
