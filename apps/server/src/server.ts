/**
 * The life of one server process: database, migrations, application, socket; and the same backwards.
 * Whatever is started is stopped again when a later step fails.
 */

import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { AppModule } from './app.module.ts';
import { Api } from './http/api.ts';
import { ErrorAnswers } from './http/error-answers.ts';
import { FastifyHost } from './http/fastify-host.ts';
import { mountBuilder } from './http/builder-files.ts';
import { Clock } from './platform/clock.ts';
import { Config } from './platform/config.ts';
import { Database } from './platform/database.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/embedded-postgres.ts';
import { Log } from './platform/log.ts';
import { migrate } from './platform/migrations.ts';
import { PortInUse } from './platform/port-in-use.ts';
import { toAppError } from './platform/sqlstate.ts';
import { Changes } from './workspaces/changes.ts';

const PATIENCE_MS = 10_000;

export interface Server {
  readonly app: NestFastifyApplication;
  readonly database: Database;
  /** Where a person on this machine opens it. */
  readonly address: string;
  /** Resolves when the embedded Postgres ended without having been asked to; never with DATABASE_URL. */
  readonly failed: Promise<void>;
  /** Finishes the requests under way, then lets everything go. */
  stop(): Promise<void>;
}

export async function startServer(config: Config, log = new Log(config.logLevel)): Promise<Server> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let undo = stops.pop(); undo !== undefined; undo = stops.pop()) await undo();
  };
  try {
    let postgres: EmbeddedPostgres | undefined;
    if (config.databaseUrl === undefined) {
      postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
      stops.push(() => postgres?.stop() ?? Promise.resolve());
    }
    const database = await connect(postgres?.url ?? (config.databaseUrl as string), config, log);
    stops.push(() => database.close());
    await migrate(database);
    const app = await createApp(config, log, new Clock(), database);
    stops.push(() => closeApp(app));
    await app.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? PortInUse({ port: config.port }) : error;
    });
    return { app, database, address: addressOf(app, config), failed: postgres?.exited ?? new Promise(() => {}), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The application without a socket; tests inject requests into it. */
export async function createApp(config: Config, log: Log, clock: Clock, database: Database): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.on({ config, log, clock, database }), new FastifyHost(config), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  const errors = app.get(ErrorAnswers);
  fastify.setErrorHandler((error, request, reply) => errors.send(error, request, reply));
  app.get(Api).mount(fastify as never);
  await mountBuilder(fastify as never, config, errors);
  await app.init();
  await app.get(Changes).start();
  await fastify.ready();
  return app;
}

/** Requests under way may finish; one that takes too long for that is cut off. */
async function closeApp(app: NestFastifyApplication): Promise<void> {
  const http = app.getHttpServer();
  // Browsers keep a connection open after its answer; nobody would close those that were busy a moment ago.
  const idle = setInterval(() => http.closeIdleConnections(), 50);
  const cut = setTimeout(() => http.closeAllConnections(), PATIENCE_MS);
  await app.close();
  clearInterval(idle);
  clearTimeout(cut);
}

/** A Postgres that starts beside us (compose, a reboot) may need a moment. */
async function connect(url: string, config: Config, log: Log): Promise<Database> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await Database.connect(url, config, (error) => log.warn('an idle database connection ended', { reason: error.message }));
    } catch (error) {
      if (Date.now() > deadline || toAppError(error).code !== 'DATABASE_UNAVAILABLE') throw error;
      await wait(500);
    }
  }
}

function addressOf(app: NestFastifyApplication, config: Config): string {
  if (config.publicUrl) return config.publicUrl.origin;
  const bound = app.getHttpServer().address();
  const port = typeof bound === 'object' && bound ? bound.port : config.port;
  const everywhere = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(config.host);
  return `http://${everywhere ? 'localhost' : config.host}:${port}`;
}
