/**
 * The whole application on a database of its own, without a socket: requests are injected. Every
 * answer is held against the contract.
 *
 *     const server = await startTestServer();
 *     const admin = await server.setup();
 *     const created = await admin.post('/api/records/account', { values: { name: 'A' } });
 *     expect(created.status).toBe(200);
 */

import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { SessionView } from '@tessera/contract';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { createApp } from '../server.ts';
import { Clock } from '../platform/clock.ts';
import { Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { Log } from '../platform/log.ts';
import { migrate } from '../platform/migrations.ts';

export const ADMIN_PASSWORD = 'correct horse battery';

export interface TestServer {
  readonly app: NestFastifyApplication;
  /** Looks into the database from outside. */
  readonly db: TestDatabase;
  readonly database: Database;
  readonly clock: TestClock;
  /** A browser nobody has signed in on. */
  browser(): TestBrowser;
  /** First-run setup; the administrator's browser. */
  setup(over?: Record<string, unknown>): Promise<TestBrowser>;
  /** Invites somebody and accepts the invitation; their browser. */
  join(admin: TestBrowser, person: { name: string; email: string; roles: string[] }): Promise<TestBrowser>;
  stop(): Promise<void>;
}

/** The real time, unless a test moves it. */
export class TestClock extends Clock {
  private shift = 0;
  override now(): Date {
    return new Date(Date.now() + this.shift);
  }
  pass(milliseconds: number): void {
    this.shift += milliseconds;
  }
}

export interface TestAnswer<Body = any> {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
  /** The body as it was sent. */
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface TestServerOptions {
  /** Another process on the database of this server. */
  readonly beside?: TestServer;
  readonly config?: Partial<Config>;
}

export async function startTestServer({ beside, config: settings = {} }: TestServerOptions = {}): Promise<TestServer> {
  const db = beside?.db ?? (await createTestDatabase());
  const clock = beside?.clock ?? new TestClock();
  const config = Config.with({ databaseUrl: db.url, poolSize: 6, checkAnswers: true, logLevel: process.env['LOG_LEVEL'] ?? 'silent', ...settings });
  const log = new Log(config.logLevel);
  const database = await Database.connect(db.url, config, () => {});
  await migrate(database);
  const app = await createApp(config, log, clock, database);
  const browser = (): TestBrowser => new TestBrowser(app);
  return {
    app,
    db,
    database,
    clock,
    browser,
    setup: async (over = {}) => {
      const admin = browser();
      const request = { name: '陈管理', email: 'admin@example.com', password: ADMIN_PASSWORD, workspace: 'Example', locale: 'en', timeZone: 'Asia/Shanghai', ...over };
      admin.take(await admin.post<SessionView>('/api/setup', request));
      return admin;
    },
    join: async (admin, person) => {
      const invited = await admin.post<{ path: string }>('/api/invitations', person);
      const token = invited.body.path?.split('/').at(-1);
      const guest = browser();
      guest.take(await guest.post<SessionView>(`/api/invitations/${token}/accept`, { name: person.name, password: ADMIN_PASSWORD, locale: 'en' }));
      return guest;
    },
    stop: async () => {
      await app.close();
      await database.close();
      if (!beside) await db.drop();
    },
  };
}

/** Keeps cookies and the CSRF token as the browser app does. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  csrfToken: string | undefined;
  session: SessionView | undefined;

  constructor(private readonly app: NestFastifyApplication) {}

  get = <Body = any>(path: string, headers?: Record<string, string>): Promise<TestAnswer<Body>> => this.send('GET', path, undefined, headers);
  post = <Body = any>(path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer<Body>> => this.send('POST', path, body, headers);
  put = <Body = any>(path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer<Body>> => this.send('PUT', path, body, headers);
  patch = <Body = any>(path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer<Body>> => this.send('PATCH', path, body, headers);
  delete = <Body = any>(path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer<Body>> => this.send('DELETE', path, body, headers);

  async signIn(email: string, password = ADMIN_PASSWORD): Promise<TestAnswer<SessionView>> {
    const answer = await this.post<SessionView>('/api/session', { email, password });
    if (answer.status === 200) this.take(answer);
    return answer;
  }

  /** Uses the session of an answer from now on; throws when it is none. */
  take(answer: TestAnswer<SessionView>): void {
    if (answer.status !== 200) throw new Error(`not signed in: ${answer.status} ${answer.text}`);
    this.session = answer.body;
    this.csrfToken = answer.body.csrfToken;
  }

  async send(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers: Record<string, string> = {}): Promise<TestAnswer> {
    const sent = {
      ...(this.cookies.size > 0 ? { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...(this.csrfToken !== undefined && method !== 'GET' ? { 'x-csrf-token': this.csrfToken } : {}),
      ...(Buffer.isBuffer(body) ? { 'content-type': 'application/octet-stream' } : body === undefined ? {} : { 'content-type': 'application/json' }),
      'accept-language': 'en',
      ...headers,
    };
    const payload = body === undefined || Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await this.app.inject({ method, url: path, headers: sent, ...(payload === undefined ? {} : { payload }) });
    for (const { name, value, maxAge } of answer.cookies as { name: string; value: string; maxAge?: number }[]) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json');
    return { status: answer.statusCode, body: isJson && answer.body !== '' ? JSON.parse(answer.body) : undefined, text: answer.body, bytes: answer.rawPayload, headers: answer.headers as TestAnswer['headers'] };
  }
}
