/**
 * `npm run screens -- --out DIR`: photographs every main screen of a workspace with sample data, in both
 * languages, light and dark, on a desk and on a phone: `customers-list.zh.light.1440.png`. A screen that
 * cannot be reached is named at the end, and the exit code is 1. `--only customers,inbox` takes some.
 */

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext, type Cookie, type Page } from 'playwright-core';
import { ApiSession } from './support/api-session.ts';
import { browserLaunchOptions } from './support/browser.ts';
import { startTessera } from './support/server.ts';
import { ADMIN, LEAD, SALES, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

type Language = 'zh' | 'en';
type Theme = 'light' | 'dark';

interface Look {
  readonly language: Language;
  readonly theme: Theme;
  readonly width: 1440 | 390;
}

interface Screen {
  readonly name: string;
  readonly path: string;
  readonly signedOut?: boolean;
  /** Before the picture is taken: opens what is to be seen. */
  readonly prepare?: (page: Page, look: Look) => Promise<void>;
}

const LOOKS: readonly Look[] = (['zh', 'en'] as const).flatMap((language) => (['light', 'dark'] as const).flatMap((theme) => ([1440, 390] as const).map((width): Look => ({ language, theme, width }))));
const LOCALES = { zh: 'zh-CN', en: 'en' } as const;
const HEIGHTS = { 1440: 900, 390: 844 } as const;

const CUSTOMERS_CSV = `customerID,companyName,contactName,city,country,phone,website
NBHS,宁波海曙五金,王芳,宁波,中国,0574-8899 0000,https://example.com
MUFUT,Müller Futterkiste,Maria Müller,Berlin,Germany,030-0074322,NULL
NONAM,NULL,Nobody,London,UK,(171) 555-7799,NULL
BADWEB,Bergström snabbköp,Christina Berg,Luleå,Sweden,0921-12 34 66,not a website
`;

const { values: options } = parseArgs({ options: { out: { type: 'string', default: 'screens' }, only: { type: 'string' } } });
const out = resolve(options.out);
const wanted = options.only?.split(',');
const failed: string[] = [];

await mkdir(out, { recursive: true });
const browser = await chromium.launch(await browserLaunchOptions());
try {
  await photographSetup();
  for (const language of ['zh', 'en'] as const) await photographWorkspace(language);
} finally {
  await browser.close();
}
if (failed.length > 0) {
  console.error(`Not reached:\n${failed.join('\n')}`);
  process.exitCode = 1;
}
console.log(`Screens are in ${out}`);

async function photographSetup(): Promise<void> {
  const tessera = await startTessera();
  try {
    for (const look of LOOKS) await photograph(tessera.url, look, [], [{ name: 'setup', path: '/setup', signedOut: true }]);
  } finally {
    await tessera.stop();
  }
}

async function photographWorkspace(language: Language): Promise<void> {
  const members = [
    { account: SALES, roles: ['sales_rep'] },
    { account: LEAD, roles: ['sales_manager'] },
  ];
  const workspace = await startWorkspace({ template: 'samples', members, locale: LOCALES[language] });
  try {
    const screens = await screensOf(workspace);
    for (const look of LOOKS.filter((one) => one.language === language)) {
      const context = await contextFor(look);
      const signedIn = await context.request.post(`${workspace.tessera.url}/api/session`, { data: { email: ADMIN.email, password: ADMIN.password } });
      if (!signedIn.ok()) throw new Error(`Signing in answered ${signedIn.status()}`);
      const { cookies } = await context.storageState();
      await context.close();
      await photograph(workspace.tessera.url, look, cookies, screens);
    }
  } finally {
    await workspace.tessera.stop();
  }
}

function contextFor({ language, theme, width }: Look): Promise<BrowserContext> {
  return browser.newContext({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai', colorScheme: theme, reducedMotion: 'reduce', viewport: { width, height: HEIGHTS[width] }, hasTouch: width === 390 });
}

async function photograph(url: string, look: Look, cookies: readonly Cookie[], screens: readonly Screen[]): Promise<void> {
  const context = await contextFor(look);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  for (const screen of screens) {
    if (wanted && !wanted.includes(screen.name)) continue;
    const file = `${screen.name}.${look.language}.${look.theme}.${look.width}.png`;
    try {
      await context.clearCookies();
      if (!screen.signedOut) await context.addCookies([...cookies]);
      await page.goto(`${url}${screen.path}`);
      await page.locator('h1, main').first().waitFor();
      await atRest(page);
      await screen.prepare?.(page, look);
      await atRest(page);
      await page.screenshot({ path: join(out, file), animations: 'disabled' });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) failed.push(`${file}: ${overflow} pixels too wide`);
    } catch (error) {
      failed.push(`${file}: ${String(error).split('\n')[0]}`);
    }
  }
  await context.close();
}

/** Nothing is on its way any more, and the fonts are there. */
async function atRest(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('.ant-skeleton, .ant-spin-spinning').first().waitFor({ state: 'hidden' });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  });
}

async function screensOf({ tessera, admin }: RunningWorkspace): Promise<readonly Screen[]> {
  const find = async (entity: string, filter?: unknown): Promise<string> => {
    const { rows } = await admin.call<{ rows: { id: string }[] }>('POST', `/api/records/${entity}/query`, { limit: 1, ...(filter ? { filter } : {}) });
    return rows[0]!.id;
  };
  await alsoSalesLead(admin);
  const account = await find('account');
  const order = await orderUnderWay(tessera.url, account, await find('product', { field: 'unit_price', op: 'gt', value: '4000' }));
  const { items: tasks } = await admin.call<{ items: { id: string; instance: string }[] }>('GET', '/api/tasks');
  const upload = await admin.call<{ id: string }>('POST', '/api/imports?fileName=customers.csv&entity=account', new TextEncoder().encode(CUSTOMERS_CSV));
  const imported = await admin.call<{ id: string; mapping: unknown }>('POST', '/api/imports?fileName=leads.csv&entity=account', new TextEncoder().encode(CUSTOMERS_CSV.replaceAll(/^(?=[A-Z]{4})/gm, 'L')));
  await admin.call('POST', `/api/imports/${imported.id}/run`, imported.mapping);
  const invitation = await admin.call<{ path: string }>('POST', '/api/invitations', { name: '周强', email: 'zhou.qiang@example.com', roles: ['service_agent'] });
  const press = (...names: RegExp[]) => async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name }).first().click();
  };
  return [
    { name: 'sign-in', path: '/sign-in', signedOut: true },
    { name: 'invitation', path: invitation.path, signedOut: true },
    { name: 'templates', path: '/design/templates' },
    { name: 'customers-list', path: '/records/account' },
    {
      name: 'filter',
      path: `/records/account?filter=${encodeURIComponent(JSON.stringify({ and: [{ field: 'type', op: 'eq', value: 'existing' }, { field: 'city', op: 'isNotEmpty' }] }))}`,
      prepare: press(/筛选|Filter/),
    },
    { name: 'orders-list', path: '/records/order' },
    { name: 'navigation', path: '/records/account', prepare: async (page, { width }) => (width === 390 ? press(/打开导航|Open navigation/)(page) : press(/我的账号|Your account/)(page)) },
    { name: 'customer', path: `/records/account/${account}` },
    { name: 'order', path: `/records/order/${order}` },
    { name: 'order-history', path: `/records/order/${order}?tab=history` },
    { name: 'order-processes', path: `/records/order/${order}?tab=processes` },
    { name: 'order-form', path: `/records/order/${order}/edit` },
    { name: 'customer-form', path: '/records/account/new', prepare: press(/保存$|Save$/) },
    { name: 'inbox', path: '/tasks' },
    { name: 'inbox-done', path: '/tasks?status=completed' },
    { name: 'task', path: `/tasks/${tasks[0]!.id}` },
    { name: 'instance', path: `/instances/${tasks[0]!.instance}` },
    { name: 'import', path: '/import' },
    { name: 'import-columns', path: `/import/${upload.id}` },
    { name: 'import-check', path: `/import/${upload.id}`, prepare: press(/检查所有行|Check every row|Check all rows/) },
    { name: 'import-result', path: `/import/${imported.id}` },
    { name: 'members', path: '/members' },
    { name: 'departments', path: '/members?tab=departments' },
    { name: 'entities', path: '/design/entities' },
    { name: 'trash', path: '/design/trash' },
    { name: 'entity-designer', path: '/design/entities/account' },
    { name: 'forms', path: '/design/forms' },
    { name: 'form-designer', path: '/design/forms/account' },
    { name: 'groups', path: '/members?tab=groups' },
    { name: 'member-rights', path: '/members', prepare: press(new RegExp(`^${SALES.name}$`)) },
    { name: 'api-keys', path: '/keys' },
    { name: 'roles', path: '/design/roles' },
    { name: 'role-editor', path: '/design/roles/sales_rep' },
    { name: 'role-fields', path: '/design/roles/sales_rep', prepare: press(/展开产品的字段|Show the fields of Product/) },
    { name: 'processes', path: '/design/processes' },
    {
      name: 'process-designer',
      path: '/design/processes/order_approval',
      prepare: async (page, { width }) => {
        await page.locator('.djs-shape[data-element-id="Task_ManagerApproval"]').waitFor();
        if (width === 1440) await page.locator('.djs-shape[data-element-id="Task_ManagerApproval"]').click();
      },
    },
    { name: 'not-found', path: '/records/nothing' },
  ];
}

/** So that tasks wait for the administrator, whose screens these are. */
async function alsoSalesLead(admin: ApiSession): Promise<void> {
  const { member } = await admin.call<{ member: { id: string; roles: string[] } }>('GET', '/api/session');
  await admin.call('PATCH', `/api/members/${member.id}`, { roles: [...member.roles, 'sales_manager'] });
}

/** Four orders of the sales member: one approved, one returned, two waiting; gives back the one to show. */
async function orderUnderWay(url: string, account: string, product: string): Promise<string> {
  const [sales, lead] = [new ApiSession(url), new ApiSession(url)];
  await sales.signIn('/api/session', { email: SALES.email, password: SALES.password });
  await lead.signIn('/api/session', { email: LEAD.email, password: LEAD.password });
  const orders: string[] = [];
  for (const price of ['18000.00', '26500.00', '32000.00', '12800.00']) {
    const lines = [
      { product, quantity: '1', unit_price: price },
      { product, quantity: '3', unit_price: '168.00', discount: '0.05' },
    ];
    const { id } = await sales.call<{ id: string }>('POST', '/api/records/order', { values: { account, lines, freight: '60.00', ship_city: '上海' }, submit: true });
    orders.push(id);
  }
  const { items } = await lead.call<{ items: { id: string; version: number; record: { id: string } }[] }>('GET', '/api/tasks');
  const taskOf = (order: string) => items.find((task) => task.record.id === order)!;
  await lead.call('POST', `/api/tasks/${taskOf(orders[0]!).id}/complete`, { version: taskOf(orders[0]!).version, outcome: 'approve', comment: '价格合理，可以发货。' });
  await lead.call('POST', `/api/tasks/${taskOf(orders[1]!).id}/complete`, { version: taskOf(orders[1]!).version, outcome: 'reject', comment: '请核对折扣。' });
  return orders[0]!;
}
