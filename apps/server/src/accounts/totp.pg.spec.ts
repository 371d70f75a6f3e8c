import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import { Changes } from '../workspaces/changes.ts';
import { ADMIN_PASSWORD, startTestServer, type TestBrowser, type TestServer } from '../testing/test-server.ts';

const REP = 'li@example.com';
const SECURITY = { passwordLength: 10, totp: 'nobody', idleMinutes: 10_080, sessionHours: 336, readingAlert: 0, readingFreeze: 0 };

describe('one-time codes', () => {
  let server: TestServer;
  let admin: TestBrowser;
  let rep: TestBrowser;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.setup();
    rep = await server.join(admin, { name: '李', email: REP, roles: [] });
  });
  beforeEach(async () => {
    rep = server.browser();
    expect((await rep.signIn(REP)).status).toBe(200);
  });
  afterEach(async () => {
    await server.db.query('DELETE FROM tessera.sign_in_attempt');
    await server.db.query('UPDATE tessera.account SET totp_secret = NULL, totp_pending = NULL, totp_step = NULL');
    await server.db.query('DELETE FROM tessera.workspace_security');
    const [workspace] = await server.db.query<{ id: string }>('SELECT id FROM tessera.workspace');
    await server.database.transaction(null, (db) => server.app.get(Changes).announce(db, { kind: 'security', workspace: workspace?.id ?? '' }));
  });
  afterAll(() => server.stop());

  const codeOf = (secret: string, steps = 0): string => generateSync({ secret, epoch: Math.floor(server.clock.now().getTime() / 1000) + steps * 30 });
  const wrongFor = (secret: string): string => {
    const right = [-1, 0, 1].map((steps) => codeOf(secret, steps));
    return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? '';
  };
  const turnOn = async (browser: TestBrowser): Promise<{ secret: string; recoveryCodes: string[] }> => {
    const { secret } = (await browser.post('/api/account/totp', { password: ADMIN_PASSWORD })).body;
    const confirmed = await browser.post('/api/account/totp/confirm', { code: codeOf(secret, -1) });
    expect(confirmed.status).toBe(200);
    return { secret, recoveryCodes: confirmed.body.recoveryCodes };
  };
  const signIn = (code?: string, password = ADMIN_PASSWORD) => server.browser().post('/api/session', { email: REP, password, ...(code === undefined ? {} : { code }) });

  it('need the password to begin, and a right code to be in force', async () => {
    expect((await rep.post('/api/account/totp', { password: 'not my password' })).body.code).toBe('PASSWORD_WRONG');
    const started = await rep.post('/api/account/totp', { password: ADMIN_PASSWORD });
    expect(started.body.uri).toContain(`secret=${started.body.secret}`);
    expect((await signIn()).status).toBe(200);
    expect((await rep.post('/api/account/totp/confirm', { code: wrongFor(started.body.secret) })).body.code).toBe('TOTP_WRONG');
    expect((await rep.get('/api/account')).body.totp).toEqual({ enabled: false, recoveryCodesLeft: 0 });
    expect((await rep.post('/api/account/totp/confirm', { code: codeOf(started.body.secret) })).status).toBe(200);
    expect((await rep.get('/api/account')).body.totp).toEqual({ enabled: true, recoveryCodesLeft: 10 });
    expect((await rep.post('/api/account/totp', { password: ADMIN_PASSWORD })).body.code).toBe('TOTP_ON_ALREADY');
  });

  it('are asked for only after the right password, and nothing is told before', async () => {
    const before = await signIn(undefined, 'something else');
    const { secret } = await turnOn(rep);
    const [wrong, wrongWithCode, unknown] = [await signIn(undefined, 'something else'), await signIn(codeOf(secret), 'something else'), await server.browser().post('/api/session', { email: 'no@example.com', password: 'x', code: '123456' })];
    for (const answer of [wrong, wrongWithCode, unknown]) expect({ ...answer.body, requestId: '' }).toEqual({ ...before.body, requestId: '' });
    expect((await signIn()).body.code).toBe('TOTP_REQUIRED');
    expect((await signIn(wrongFor(secret))).body.code).toBe('TOTP_WRONG');
    expect((await signIn(codeOf(secret))).status).toBe(200);
  });

  it('work once, even when two come at the same time, and not when older than the last', async () => {
    const { secret } = await turnOn(rep);
    const code = codeOf(secret);
    const both = await Promise.all([signIn(code), signIn(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await signIn(code)).body.code).toBe('TOTP_WRONG');
    expect((await signIn(codeOf(secret, -1))).body.code).toBe('TOTP_WRONG');
    expect((await signIn(codeOf(secret, 1))).status).toBe(200);
  });

  it('are out of date after a step', async () => {
    const { secret } = await turnOn(rep);
    expect((await signIn(codeOf(secret, 3))).body.code).toBe('TOTP_WRONG');
    expect((await signIn(codeOf(secret, -3))).body.code).toBe('TOTP_WRONG');
  });

  it('have ten recovery codes, each of which works once, however it is typed', async () => {
    const { recoveryCodes } = await turnOn(rep);
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = '', second = ''] = recoveryCodes;
    expect((await signIn(first)).status).toBe(200);
    expect((await signIn(first)).body.code).toBe('TOTP_WRONG');
    expect((await signIn(second.toUpperCase().replaceAll('-', ''))).status).toBe(200);
    expect((await rep.get('/api/account')).body.totp.recoveryCodesLeft).toBe(8);
  });

  it('lie in the database neither as secret nor as recovery code', async () => {
    const { secret, recoveryCodes } = await turnOn(rep);
    const rows = await server.db.query<{ row: string }>(`SELECT a::text AS row FROM tessera.account a UNION ALL SELECT r::text FROM tessera.recovery_code r UNION ALL SELECT x::text FROM ws_example._audit x`);
    const dump = rows.map(({ row }) => row).join('\n');
    for (const one of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))]) expect(dump).not.toContain(one);
  });

  it('end every other session when they come into force, and give the one at hand a new id', async () => {
    const [copy, phone] = [server.browser(), server.browser()];
    for (const [name, value] of rep.cookies) copy.cookies.set(name, value);
    await phone.signIn(REP);
    await turnOn(rep);
    expect((await phone.get('/api/session')).status).toBe(401);
    expect((await copy.get('/api/session')).status).toBe(401);
    expect((await rep.get('/api/session')).status).toBe(200);
  });

  it('go only with the password and a code', async () => {
    const { secret, recoveryCodes } = await turnOn(rep);
    expect((await rep.post('/api/account/totp/remove', { password: 'not my password', code: codeOf(secret) })).body.code).toBe('PASSWORD_WRONG');
    expect((await rep.post('/api/account/totp/remove', { password: ADMIN_PASSWORD, code: wrongFor(secret) })).body.code).toBe('TOTP_WRONG');
    expect((await rep.post('/api/account/totp/remove', { password: ADMIN_PASSWORD, code: codeOf(secret) })).status).toBe(204);
    expect((await signIn()).status).toBe(200);
    await turnOn(rep);
    expect((await signIn(recoveryCodes[0])).body.code).toBe('TOTP_WRONG');
  });

  it('are guessed at most ten times in a quarter of an hour, from however many addresses, and by nobody without the password', async () => {
    const { secret } = await turnOn(rep);
    const behind = await startTestServer({ beside: server, config: { trustProxy: 1 } });
    const guess = (address: number, password = ADMIN_PASSWORD) =>
      behind.browser().post('/api/session', { email: REP, password, code: wrongFor(secret) }, { 'x-forwarded-for': `203.0.113.${address}` });
    for (let stranger = 0; stranger < 12; stranger += 1) expect((await guess(100 + stranger, 'not the password')).status).toBe(401);
    const answers: number[] = [];
    for (let address = 0; address < 12; address += 1) answers.push((await guess(address)).status);
    expect(answers).toEqual([...new Array<number>(10).fill(401), 429, 429]);
    expect((await signIn(codeOf(secret))).status).toBe(429);
    server.clock.pass(15 * 60_000 + 1);
    expect((await signIn(codeOf(secret))).status).toBe(200);
    server.clock.pass(-15 * 60_000 - 1);
    await behind.stop();
  });

  it('are asked for also of whoever accepts an invitation with an account that has them', async () => {
    const { secret } = await turnOn(rep);
    const id = rep.session?.member.id;
    // As in another workspace of the same installation: the account is known, the member is not yet its.
    await server.db.query(`UPDATE ws_example._member SET account_id = NULL, status = 'imported' WHERE id = $1`, [id]);
    await server.db.query('DELETE FROM tessera.membership WHERE member_id = $1', [id]);
    const { path } = (await admin.post('/api/invitations', { name: '李', email: REP, roles: [], member: id })).body;
    const accept = (code?: string) => server.browser().post(`/api${path}/accept`, { name: '李', password: ADMIN_PASSWORD, locale: 'en', ...(code === undefined ? {} : { code }) });
    expect((await accept()).body.code).toBe('TOTP_REQUIRED');
    expect((await accept(wrongFor(secret))).body.code).toBe('TOTP_WRONG');
    expect((await accept(codeOf(secret))).status).toBe(200);
  });

  describe('that a workspace asks for', () => {
    it('keep an account that lacks them from everything but getting them', async () => {
      expect((await admin.put('/api/security', { ...SECURITY, totp: 'everybody' })).status).toBe(200);
      const session = await rep.get('/api/session');
      expect(session.body.mustDo).toEqual(['totp']);
      for (const path of ['/api/app', '/api/member-options', '/api/tasks', '/api/departments']) expect([path, (await rep.get(path)).body.code]).toEqual([path, 'ACCOUNT_INCOMPLETE']);
      await turnOn(rep);
      expect((await rep.get('/api/session')).body.mustDo).toEqual([]);
      expect((await rep.get('/api/app')).status).toBe(200);
      await turnOn(admin);
    });

    it('of administrators only leave others alone', async () => {
      await admin.put('/api/security', { ...SECURITY, totp: 'administrators' });
      expect((await rep.get('/api/session')).body.mustDo).toEqual([]);
      expect((await admin.get('/api/members')).body.code).toBe('ACCOUNT_INCOMPLETE');
      await turnOn(admin);
      expect((await admin.get('/api/members')).status).toBe(200);
    });
  });

  it('of a member who lost the device are turned off by an administrator, on the record, and not one’s own that way', async () => {
    await turnOn(rep);
    const { id } = rep.session?.member ?? { id: '' };
    expect((await rep.delete(`/api/members/${id}/totp`)).status).toBe(403);
    expect((await admin.delete(`/api/members/${admin.session?.member.id}/totp`)).body.code).toBe('TOTP_OWN');
    expect((await admin.delete(`/api/members/${id}/totp`)).status).toBe(204);
    expect((await signIn()).status).toBe(200);
    const trail = await server.db.query(`SELECT action FROM ws_example._audit WHERE action = 'totp.reset' AND actor = $1 AND target = $2`, [admin.session?.member.id, id]);
    expect(trail).toHaveLength(1);
  });
});
