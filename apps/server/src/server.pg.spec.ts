import 'reflect-metadata';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@tessera/testing';
import { Config } from './platform/config.ts';
import { PLATFORM_MIGRATIONS } from './migrations/platform/index.ts';
import { Database } from './platform/database.ts';
import { startServer, type Server } from './server.ts';

describe('a server process', () => {
  let db: TestDatabase;
  const running: Server[] = [];
  const start = async (over: Partial<Config> = {}): Promise<Server> => {
    const server = await startServer(Config.with({ databaseUrl: db.url, port: 0, logLevel: 'silent', poolSize: 4, ...over }));
    running.push(server);
    return server;
  };
  beforeEach(async () => {
    db = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    await db.drop();
  });

  it('starts with a database of its own to set up, next to others that do the same at the same time', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    for (const { address } of servers) expect(await (await fetch(`${address}/api/ready`)).json()).toEqual({ status: 'ready' });
  });

  it('finishes the request under way before it stops, and takes no new one', async () => {
    const server = await start();
    const ping = jest.spyOn(Database.prototype, 'read').mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return PLATFORM_MIGRATIONS.map(({ name }) => ({ name })) as never;
    });
    const answer = fetch(`${server.address}/api/ready`);
    while (ping.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = server.stop();
    expect((await answer).status).toBe(200);
    await stopped;
    await expect(fetch(`${server.address}/api/health`)).rejects.toThrow();
    ping.mockRestore();
    expect(await db.query(`SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tessera%'`)).toEqual([]);
  });

  it('says which port is taken, and lets go of everything it had', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as { port: number };
    await expect(start({ port })).rejects.toMatchObject({ code: 'PORT_IN_USE', params: { port } });
    blocker.close();
    expect(await db.query(`SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tessera%'`)).toEqual([]);
  });

  it('is not ready when the database is gone', async () => {
    const server = await start();
    await db.query('DROP TABLE tessera._migration');
    const answer = await fetch(`${server.address}/api/ready`);
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'starting' }]);
    expect((await fetch(`${server.address}/api/health`)).status).toBe(200);
  });
});
