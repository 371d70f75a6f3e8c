/**
 * One Tessera a data directory. The holder listens on a socket in the directory, so the kernel
 * releases the lock whatever the process dies of, and nobody has to trust a process id that may
 * have been given to someone else (as always in containers).
 */
import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { defineError } from '@tessera/contract';

export const DataDirInUse = defineError<{ dataDir: string; holder: string }>({
  code: 'DATA_DIR_IN_USE',
  status: 503,
  message: {
    en: ({ dataDir, holder }) => `Another Tessera (process ${holder}) is using ${dataDir}.`,
    'zh-CN': ({ dataDir, holder }) => `另一个 Tessera（进程 ${holder}）正在使用 ${dataDir}。`,
  },
  hint: {
    en: () => 'Stop it first, or start this one with another DATA_DIR.',
    'zh-CN': () => '请先停止它，或用另一个 DATA_DIR 启动。',
  },
});

export interface DataDirLock {
  release(): Promise<void>;
}

/** Throws DataDirInUse when a living process holds the directory. Creates the directory when needed. */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  await mkdir(dataDir, { recursive: true });
  const address = addressOf(dataDir);
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  if (!(await listen(server, address))) {
    const holder = await askHolder(address);
    if (holder !== undefined) throw DataDirInUse({ dataDir, holder });
    await rm(address, { force: true }); // left behind by a process that was killed
    if (!(await listen(server, address))) throw DataDirInUse({ dataDir, holder: (await askHolder(address)) ?? '?' });
  }
  server.unref();
  return {
    release: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** A socket's path may have about 100 bytes; longer ones get a short name outside the directory. */
function addressOf(dataDir: string): string {
  const short = createHash('sha256').update(dataDir).digest('hex').slice(0, 20);
  if (process.platform === 'win32') return `\\\\.\\pipe\\tessera-${short}`;
  const inside = join(dataDir, 'tessera.lock');
  const fromHere = relative(process.cwd(), inside);
  const nearest = fromHere.length < inside.length ? fromHere : inside;
  return Buffer.byteLength(nearest) <= 100 ? nearest : join(tmpdir(), `tessera-${short}.lock`);
}

function listen(server: Server, address: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', refuse);
    server.listen(address, () => {
      server.off('error', refuse);
      resolve(true);
    });
  });
}

/** The process id that the holder tells; undefined when nobody listens any more. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setEncoding('utf8');
    socket.setTimeout(2000, () => {
      resolve('?');
      socket.destroy();
    });
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('end', () => resolve(answer || '?'));
    socket.on('error', () => resolve(undefined));
  });
}
