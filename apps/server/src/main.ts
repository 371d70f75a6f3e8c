import 'reflect-metadata';
import { AppError, type Locale } from '@tessera/contract';
import { loadConfig } from './platform/config.ts';
import { startServer } from './server.ts';

const locale: Locale = /^zh/i.test(process.env['LC_ALL'] || process.env['LANG'] || '') ? 'zh-CN' : 'en';

/** One line that says what to do. */
function explain(error: unknown): string {
  if (!(error instanceof AppError)) return error instanceof Error ? error.message : String(error);
  const { message, hint } = error.toBody(locale, '');
  return [message, hint].filter(Boolean).join(' ').replaceAll(/\s*\n\s*/g, ' ');
}

let stopping = false;

async function main(): Promise<void> {
  const starting = startServer(loadConfig(process.env));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void starting.then((server) => server.stop()).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  const server = await starting;
  if (!stopping) process.stdout.write(`Tessera is running at ${server.address}\n`);
  await server.failed;
  if (stopping) return;
  throw new Error('The embedded Postgres ended by itself; see postgres.log in the data directory.');
}

main().catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
