/** A role loses a field and the rows of others; whoever has it finds no trace of either anywhere. */

import { expect, test } from '@playwright/test';
import { Person, afterIcon, textOf } from './support/person.ts';
import { ADMIN, SALES, WORKSPACE, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

const OWN = '宁波海曙五金';
const OTHERS = '杭州小满餐饮连锁';
const UNKNOWN = 'no_such_field';

let workspace: RunningWorkspace;
let invitation: string;

test.beforeAll(async () => {
  workspace = await startWorkspace({ template: 'samples' });
  await addCreditLimit(workspace);
});
test.afterAll(() => workspace?.tessera.stop());

test('the role editor hides a field and limits a role to its own customers', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.navigation.getByRole('link', { name: afterIcon('角色') }).click();
  await page.getByRole('main').getByRole('link', { name: /销售代表/ }).click();
  await expect(admin.heading('销售代表')).toBeVisible();

  await admin.button('导出客户：不允许').click();
  await admin.pick('全部记录');
  await page.getByRole('button', { name: /^客户的记录范围/ }).click();
  await admin.pick('自己负责的');
  await expect(admin.button('查看客户：自己负责的')).toBeVisible();
  await expect(admin.button('导出客户：自己负责的')).toBeVisible();

  await page.getByRole('button', { name: '展开客户的字段' }).click();
  await page.getByRole('radiogroup', { name: '信用额度的权限' }).getByText('隐藏').click();
  await admin.save();
  await admin.told('角色已保存，立即生效。');
  await admin.leave();
});

test('an invitation link works once', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  await admin.open('成员');
  await admin.button('邀请').click();
  const dialog = admin.dialog();
  await dialog.getByLabel('姓名').fill(SALES.name);
  await dialog.getByLabel('邮箱').fill(SALES.email);
  await admin.choose('角色', '销售代表', dialog);
  await admin.page.keyboard.press('Escape');
  await admin.button('生成邀请链接').click();
  invitation = await admin.dialog('邀请已就绪').getByRole('textbox').inputValue();
  await admin.button('完成').click();

  const sales = await Person.arrive(browser, workspace.tessera.url);
  await sales.page.goto(invitation);
  await expect(sales.page.getByRole('heading', { name: `加入「${WORKSPACE}」` })).toBeVisible();
  await sales.page.getByLabel('密码', { exact: true }).fill(SALES.password);
  await sales.button('加入工作区').click();
  await expect(sales.navigation.getByRole('link', { name: afterIcon('客户') })).toBeVisible();
  await expect(sales.navigation.getByRole('link', { name: afterIcon('成员') })).toBeHidden();

  const second = await Person.arrive(browser, workspace.tessera.url);
  await second.page.goto(invitation);
  await expect(second.page.getByText('此邀请无法使用')).toBeVisible();
  await Promise.all([admin, sales, second].map((person) => person.leave()));
});

test('rows of others and the hidden field are gone from list, search, page, form, sort, filter and export', async ({ browser }) => {
  const sales = await Person.signedIn(browser, workspace.tessera.url, SALES);
  const { page } = sales;
  await sales.open('客户');
  await expect(page.getByText('还没有客户')).toBeVisible();

  await sales.button('新建客户').first().click();
  await expect(page.getByText('信用额度')).toBeHidden();
  await sales.fill('客户名称', OWN);
  await sales.save();
  await expect(sales.heading(OWN)).toBeVisible();
  await expect(sales.fact('负责人').first()).toContainText(SALES.name);
  await setCreditLimit(OWN, '77777.00');
  await page.reload();
  await expect(sales.heading(OWN)).toBeVisible();
  await expect(page.getByText('信用额度')).toBeHidden();
  await page.getByRole('tab', { name: '历史' }).click();
  await expect(page.getByText('创建了这条记录')).toBeVisible();
  await expect(page.getByText(/信用额度|77,777/)).toBeHidden();

  await sales.open('客户');
  await expect(sales.rows()).toHaveCount(1);
  await expect(page.getByText('1 条记录')).toBeVisible();
  await sales.search(OTHERS.slice(0, 4));
  await expect(page.getByText('没有符合条件的记录')).toBeVisible();
  await sales.search('77777');
  await expect(page.getByText('没有符合条件的记录')).toBeVisible();
  await sales.search('');

  await sales.button('列').click();
  await expect(page.getByRole('checkbox', { name: '客户名称' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: '信用额度' })).toBeHidden();
  await page.keyboard.press('Escape');
  await sales.button('筛选').click();
  await sales.button('添加条件').click();
  await page.getByRole('combobox', { name: '字段' }).fill('信用');
  await expect(sales.option('信用额度')).toBeHidden();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');

  await sales.goTo('/records/account');
  await sales.button('更多操作').click();
  const csv = await textOf(await sales.download(() => sales.pick('导出 CSV')));
  expect(csv).toContain(OWN);
  expect(csv).not.toContain(OTHERS);
  expect(csv).not.toMatch(/信用额度|77777/);
  await sales.leave();
});

test('over the API the hidden field answers like one that does not exist, and a row of others likewise', async ({ browser }) => {
  const sales = await Person.signedIn(browser, workspace.tessera.url, SALES);
  const [own, others] = [await idOf(OWN), await idOf(OTHERS)];
  const asked: ((field: string) => [method: string, path: string, body: unknown])[] = [
    (field) => ['POST', '/api/records/account/query', { fields: ['name', field] }],
    (field) => ['POST', '/api/records/account/query', { sort: [{ field }] }],
    (field) => ['POST', '/api/records/account/query', { filter: { field, op: 'gt', value: '1' } }],
    (field) => ['POST', '/api/records/account/count', { filter: { field, op: 'isNotEmpty' } }],
    (field) => ['POST', '/api/records/account/export', { fields: ['name', field] }],
    (field) => ['POST', '/api/records/contact/query', { fields: ['name', `account.${field}`] }],
    (field) => ['PATCH', `/api/records/account/${own}`, { version: 1, values: { [field]: '1.00' } }],
    (field) => ['POST', '/api/records/account', { values: { name: 'X', [field]: '1.00' } }],
  ];
  for (const ask of asked) {
    const [hidden, unknown] = [await answerTo(sales, ask('credit_limit')), await answerTo(sales, ask(UNKNOWN))];
    expect(hidden.status, JSON.stringify(ask('credit_limit'))).toBeGreaterThanOrEqual(400);
    expect(hidden.status).toBe(unknown.status);
    expect(hidden.text.replaceAll('credit_limit', UNKNOWN)).toBe(unknown.text);
  }
  const nowhere = '01900000-0000-7000-8000-000000000000';
  for (const ask of [(id: string) => ['GET', `/api/records/account/${id}`] as const, (id: string) => ['GET', `/api/records/account/${id}/history`] as const, (id: string) => ['PATCH', `/api/records/account/${id}`, { version: 1, values: { city: 'X' } }] as const]) {
    const [foreign, missing] = [await answerTo(sales, ask(others)), await answerTo(sales, ask(nowhere))];
    expect(foreign.status).toBe(404);
    expect(foreign.text.replaceAll(others, nowhere)).toBe(missing.text);
  }
  expect(await (await sales.api('GET', '/api/app')).text()).not.toContain('credit_limit');
  expect(await (await sales.api('GET', '/api/session')).text()).not.toContain('credit_limit');
  expect(await (await sales.api('GET', `/api/records/account/${own}`)).text()).not.toMatch(/credit_limit|77777/);
  expect((await sales.api('GET', '/api/design/entities')).status()).toBe(403);
  await sales.leave();
});

/** The answer without what differs between any two requests. */
async function answerTo(person: Person, [method, path, body]: readonly [string, string, unknown?]): Promise<{ status: number; text: string }> {
  const answer = await person.api(method, path, body);
  return { status: answer.status(), text: (await answer.text()).replaceAll(/"requestId":"[^"]*"/g, '') };
}

async function idOf(name: string): Promise<string> {
  const { rows } = await workspace.admin.call<{ rows: { id: string }[] }>('POST', '/api/records/account/query', { filter: { field: 'name', op: 'eq', value: name } });
  return rows[0]!.id;
}

async function setCreditLimit(name: string, amount: string): Promise<void> {
  const id = await idOf(name);
  const { version } = await workspace.admin.call<{ version: number }>('GET', `/api/records/account/${id}`);
  await workspace.admin.call('PATCH', `/api/records/account/${id}`, { version, values: { credit_limit: amount } });
}

async function addCreditLimit({ admin }: RunningWorkspace): Promise<void> {
  const { items } = await admin.call<{ items: { version: number; document: { key: string; sections: { items: { field: string }[] }[] } }[] }>('GET', '/api/design/forms');
  const { version, document } = items.find((form) => form.document.key === 'account')!;
  document.sections[0]!.items.push({ field: 'credit_limit' });
  const field = { key: 'credit_limit', type: 'money', label: { 'zh-CN': '信用额度', en: 'Credit limit' }, options: { currency: 'CNY' } };
  await admin.call('PUT', '/api/design/forms/account', { version, document, newFields: [field] });
}
