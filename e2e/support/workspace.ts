/** A workspace on a server of its own, made over the API: what most journeys start from. */

import { ApiSession } from './api-session.ts';
import { startTessera, type RunningTessera } from './server.ts';

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export const WORKSPACE = '云帆科技';
export const ADMIN: Account = { name: '陈明', email: 'chen.ming@example.com', password: 'correct horse battery' };
export const SALES: Account = { name: '李娜', email: 'li.na@example.com', password: 'staple in the haystack' };
export const LEAD: Account = { name: '王芳', email: 'wang.fang@example.com', password: 'fourteen quiet otters' };

export interface WorkspaceOptions {
  /** The customer management template, without or with its sample rows; `none` leaves the workspace empty. */
  readonly template: 'none' | 'plain' | 'samples';
  readonly members?: readonly { readonly account: Account; readonly roles: readonly string[] }[];
  readonly locale?: 'zh-CN' | 'en';
}

export interface RunningWorkspace {
  readonly tessera: RunningTessera;
  readonly admin: ApiSession;
}

export async function startWorkspace({ template, members = [], locale = 'zh-CN' }: WorkspaceOptions): Promise<RunningWorkspace> {
  const tessera = await startTessera();
  try {
    const admin = new ApiSession(tessera.url);
    await admin.signIn('/api/setup', { ...ADMIN, workspace: WORKSPACE, locale, timeZone: 'Asia/Shanghai' });
    if (template !== 'none') await admin.call('POST', '/api/templates/customer_management/install', { sampleData: template === 'samples' });
    for (const { account, roles } of members) await join(tessera.url, admin, account, roles, locale);
    return { tessera, admin };
  } catch (error) {
    await tessera.stop();
    throw error;
  }
}

async function join(url: string, admin: ApiSession, { name, email, password }: Account, roles: readonly string[], locale: string): Promise<void> {
  const { path } = await admin.call<{ path: string }>('POST', '/api/invitations', { name, email, roles });
  const token = path.split('/').at(-1)!;
  await new ApiSession(url).signIn(`/api/invitations/${token}/accept`, { name, password, locale });
}
