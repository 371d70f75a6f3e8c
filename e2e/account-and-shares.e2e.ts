/** One-time codes guard an account; a record goes out by a link with a password and a form lets strangers in; an auditor sees who read what is sensitive. */

import { expect, test } from '@playwright/test';
import { generateSync } from 'otplib';
import { Person, afterIcon } from './support/person.ts';
import { ADMIN, SALES, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

const CUSTOMER = '杭州小满餐饮连锁';
const STRANGER = '宁波海曙五金';
const LINK_PASSWORD = 'seven quiet otters';
const STEP_MS = 30_000;

let workspace: RunningWorkspace;

test.beforeAll(async () => {
  workspace = await startWorkspace({ template: 'samples', members: [{ account: SALES, roles: ['sales_manager'] }] });
});
test.afterAll(() => workspace?.tessera.stop());

test('one-time codes are turned on and asked for from then on', async ({ browser }) => {
  const sales = await Person.signedIn(browser, workspace.tessera.url, SALES);
  const { page } = sales;
  await sales.button('我的账号').click();
  await sales.button('账号与安全').click();
  await expect(sales.heading('我的账号')).toBeVisible();
  await expect(page.getByRole('list', { name: '登录位置' }).getByText('当前登录')).toBeVisible();

  await sales.button('启用').click();
  await sales.dialog().getByLabel('密码').fill('not my password');
  await sales.button('开始').click();
  await expect(sales.dialog().getByText('密码不正确')).toBeVisible();
  await sales.dialog().getByLabel('密码').fill(SALES.password);
  await sales.button('开始').click();
  const secret = (await sales.dialog().locator('code').innerText()).replaceAll(/\s/g, '');
  await sales.dialog().getByLabel('应用当前显示的验证码').fill(codeOf(secret, 0));
  await sales.button('确认').click();
  const [recoveryCode] = await sales.dialog().getByRole('list').getByRole('listitem').allInnerTexts();
  await sales.button('我已保存').click();
  await expect(page.getByText('剩余 10 个恢复码')).toBeVisible();
  await sales.leave();

  const again = await Person.arrive(browser, workspace.tessera.url);
  await givePassword(again);
  await again.page.getByLabel('一次性验证码').fill('000000');
  await again.button('登录').click();
  await expect(again.page.getByText('验证码不正确或已被使用')).toBeVisible();
  // That of the next half minute: the first one has been used.
  await again.page.getByLabel('一次性验证码').fill(codeOf(secret, STEP_MS));
  await again.button('登录').click();
  await expect(again.navigation).toBeVisible();
  await again.leave();

  const withoutPhone = await Person.arrive(browser, workspace.tessera.url);
  await givePassword(withoutPhone);
  await withoutPhone.button('使用恢复码').click();
  await withoutPhone.page.getByLabel('恢复码').fill(recoveryCode!);
  await withoutPhone.button('登录').click();
  await expect(withoutPhone.navigation).toBeVisible();
  await withoutPhone.leave();
});

test('a record is shared with a password, seen without an account, and gone when the link is ended', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  await admin.open('客户');
  await admin.openRecord(CUSTOMER);
  await admin.button('更多操作').click();
  await admin.pick('分享…');
  await admin.dialog().getByLabel('密码').fill(LINK_PASSWORD);
  await admin.button('创建链接').click();
  const link = await admin.dialog().getByRole('textbox', { name: '链接' }).inputValue();

  const visitor = await Person.arrive(browser, workspace.tessera.url);
  await visitor.page.goto(link);
  await expect(visitor.page.getByText('此链接需要密码')).toBeVisible();
  await expect(visitor.page.getByText(CUSTOMER)).toBeHidden();
  await visitor.page.getByLabel('密码').fill('something else');
  await visitor.button('打开').click();
  await expect(visitor.page.getByText('链接密码不正确')).toBeVisible();
  await visitor.page.getByLabel('密码').fill(LINK_PASSWORD);
  await visitor.button('打开').click();
  await expect(visitor.fact('客户名称')).toHaveText(CUSTOMER);
  await expect(visitor.navigation).toBeHidden();

  await expect(admin.dialog().getByRole('list', { name: '已有链接' })).toContainText('有密码');
  await admin.button('停用').click();
  await admin.button('停用').last().click();
  await admin.told('链接已停用');
  await visitor.page.reload();
  await expect(visitor.page.getByText('此链接无效')).toBeVisible();
  await Promise.all([admin, visitor].map((person) => person.leave()));
});

test('a public form makes a record and thanks', async ({ browser }) => {
  const { path } = await workspace.admin.call<{ path: string }>('POST', '/api/shares', { kind: 'form', entity: 'account', document: 'account' });
  const stranger = await Person.arrive(browser, workspace.tessera.url);
  await stranger.goTo(path);
  await stranger.button('提交').click();
  await expect(stranger.problemOf('客户名称')).toBeVisible();
  await stranger.fill('客户名称', STRANGER);
  await stranger.choose('客户等级', 'A 重点');
  await stranger.button('提交').click();
  await expect(stranger.page.getByText('感谢您的填写')).toBeVisible();
  await stranger.leave();
  const { rows } = await workspace.admin.call<{ rows: { values: Record<string, unknown> }[] }>('POST', '/api/records/account/query', { filter: { field: 'name', op: 'eq', value: STRANGER } });
  expect(rows).toHaveLength(1);
});

test('an auditor finds who read a sensitive field, and the chain is whole', async ({ browser }) => {
  await makeSensitive('account', 'phone');
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.open('客户');
  await admin.openRecord(CUSTOMER);
  await admin.open('审计日志');
  await admin.choose('数据表', '客户');
  await admin.choose('字段', '电话');
  const entry = page.getByRole('list', { name: '日志' }).getByRole('button').filter({ hasText: '查看了记录' }).first();
  await expect(entry).toContainText(ADMIN.name);
  await expect(entry).toContainText('电话');
  await entry.click();
  await expect(admin.dialog()).toContainText('record.read');
  await page.keyboard.press('Escape');
  await admin.button('校验完整性').click();
  await expect(page.getByText(/日志完整：已校验 \d+ 条/)).toBeVisible();
  await admin.leave();
});

const codeOf = (secret: string, laterMs: number): string => generateSync({ secret, epoch: Math.floor((Date.now() + laterMs) / 1000) });

async function givePassword(person: Person): Promise<void> {
  await person.goTo('/sign-in');
  await person.page.getByLabel('邮箱').fill(SALES.email);
  await person.page.getByLabel('密码', { exact: true }).fill(SALES.password);
  await person.page.getByRole('button', { name: afterIcon('登录') }).click();
  await expect(person.page.getByText('还差一步')).toBeVisible();
}

async function makeSensitive(entity: string, key: string): Promise<void> {
  const { items } = await workspace.admin.call<{ items: { version: number; document: { key: string; fields: { key: string; sensitive?: boolean }[] } }[] }>('GET', '/api/design/entities');
  const { version, document } = items.find((item) => item.document.key === entity)!;
  const fields = document.fields.map((field) => (field.key === key ? { ...field, sensitive: true } : field));
  await workspace.admin.call('PUT', `/api/design/entities/${entity}`, { version, document: { ...document, fields } });
}
