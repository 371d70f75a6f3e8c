/**
 * Who the embedded Postgres runs as. Postgres refuses to run as root, so when Tessera is root (as in
 * most containers) it runs as the system account `postgres`, made when it is missing. Such an account
 * may not be able to walk to the data (say under /root); then it gets that one right, and no other,
 * through `setpriv`.
 */
import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmod, chown, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { defineError } from '@tessera/contract';

const run = promisify(execFile);
const accountName = 'postgres';

export const PostgresAccountMissing = defineError<{ reason: string }>({
  code: 'EMBEDDED_POSTGRES_ACCOUNT_MISSING',
  status: 503,
  message: {
    en: ({ reason }) => `The embedded Postgres cannot run as root, and no account "postgres" could be made (${reason}).`,
    'zh-CN': ({ reason }) => `内置 Postgres 不能以 root 运行，也无法创建账户 "postgres"（${reason}）。`,
  },
  hint: {
    en: () => 'Start Tessera as another user, or set DATABASE_URL to a Postgres of your own.',
    'zh-CN': () => '请用其他用户启动 Tessera，或用 DATABASE_URL 指定已有的 Postgres。',
  },
});

export interface PostgresAccount {
  /** Hands a file or an empty folder to the account. */
  own(path: string): Promise<void>;
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess;
}

/** `paths` are what the account has to reach: the data directory and the program. */
export async function choosePostgresAccount(dataDir: string, program: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) {
    return { own: async () => {}, spawn: (command, args, options) => spawn(command, args, options) };
  }
  const { uid, gid } = await findOrCreate();
  const own = (path: string): Promise<void> => chown(path, uid, gid);
  const mode = (await stat(dataDir)).mode & 0o777;
  if ((mode & 0o001) === 0) await chmod(dataDir, mode | 0o001); // walk through, not look into
  const reachable = (await canWalkTo(dataDir, uid, gid)) && (await canWalkTo(dirname(program), uid, gid));
  if (reachable) {
    return { own, spawn: (command, args, options) => spawn(command, args, { ...options, uid, gid }) };
  }
  const right = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  const prefix = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...right, '--'];
  return { own, spawn: (command, args, options) => spawn('setpriv', [...prefix, command, ...args], options) };
}

async function findOrCreate(): Promise<{ uid: number; gid: number }> {
  const found = await findAccount();
  if (found) return found;
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', accountName]);
  } catch (error) {
    throw PostgresAccountMissing({ reason: String((error as Error).message).trim() });
  }
  const made = await findAccount();
  if (!made) throw PostgresAccountMissing({ reason: 'useradd made none' });
  return made;
}

async function findAccount(): Promise<{ uid: number; gid: number } | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  const [, , uid, gid] = lines.find((line) => line.startsWith(`${accountName}:`))?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** Whether every folder on the way may be passed through by that user and group. */
async function canWalkTo(folder: string, uid: number, gid: number): Promise<boolean> {
  const here = await stat(folder);
  const bit = here.uid === uid ? 0o100 : here.gid === gid ? 0o010 : 0o001;
  if ((here.mode & bit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || canWalkTo(parent, uid, gid);
}
