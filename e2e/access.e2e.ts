/** A role loses a field and the rows of others, and whoever has it finds no trace of either anywhere; another shows a phone masked, and says why. */

import { expect, test } from '@playwright/test';
import { maskText } from '@tessera/model';
import { Person, afterIcon, textOf } from './support/person.ts';
import { ADMIN, LEAD, SALES, WORKSPACE, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

const OWN = '宁波海曙五金';
const OTHERS = '杭州小满餐饮连锁';
const UNKNOWN = 'no_such_field';
const MASKED = '温州瓯海皮具';
const PHONE = '13812345678';
const SHOWN = maskText({ start: 3, end: 4 }, PHONE);

let workspace: RunningWorkspace;
let invitation: string;

test.beforeAll(async () => {
  workspace = await startWorkspace({ template: 'samples', members: [{ account: LEAD, roles: [] }] });
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
  await expect(admin.dialog('本次更改的影响')).toContainText('信用额度');
  await admin.button('保存角色').click();
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

test('a new role masks the phone of own customers; its preview, its member\'s eyes and the reason agree', async ({ browser }) => {
  await makeCustomer({ name: MASKED, phone: PHONE, owner: await memberId(LEAD.name) });
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.goTo('/design/roles');
  await admin.button('新建角色').click();
  await admin.dialog('新建角色').getByRole('textbox').first().fill('渠道专员');
  await admin.dialog('新建角色').getByRole('button', { name: afterIcon('新建') }).click();
  await expect(admin.heading('渠道专员')).toBeVisible();

  await admin.button('查看客户：不允许').click();
  await admin.pick('自己负责的');
  await admin.button('展开客户的字段').click();
  await page.getByRole('radiogroup', { name: '电话的权限' }).getByText('脱敏').click();
  await expect(page.getByRole('button', { name: `电话的脱敏方式：${SHOWN}` })).toBeVisible();
  await admin.save();
  await expect(admin.dialog('本次更改的影响')).toContainText('还没有成员担任该角色。');
  await expect(admin.dialog('本次更改的影响')).toContainText('脱敏显示：电话');
  await admin.button('保存角色').click();
  await admin.told('角色已保存，立即生效。');

  await admin.open('成员');
  await admin.button(`${LEAD.name} 的操作`).click();
  await admin.pick('修改角色');
  await admin.dialog().getByRole('combobox', { name: '角色' }).fill('渠道专员');
  await admin.option(/^渠道专员/).click();
  await page.keyboard.press('Escape');
  await admin.save();
  await expect(page.getByRole('listitem').filter({ hasText: LEAD.email })).toContainText('渠道专员');

  await page.getByRole('button', { name: LEAD.name, exact: true }).click();
  await expect(admin.dialog(new RegExp(`${LEAD.name}的权限`))).toContainText('1 个脱敏');
  await admin.button(`以 ${LEAD.name} 的身份查看`).click();
  await expect(page.getByText(`您正以 ${LEAD.name} 的身份查看，不能进行任何更改。`)).toBeVisible();
  await expect(admin.rows()).toHaveCount(1);
  await admin.openRecord(MASKED);
  await expect(admin.fact('电话').first()).toHaveText(SHOWN);
  expect((await admin.api('DELETE', `/api/records/account/${await idOf(MASKED)}?version=1`)).status()).toBe(403);

  await page.getByRole('button', { name: '电话: 为什么我能（不能）看到？' }).click();
  await expect(admin.dialog('为什么……？')).toContainText('脱敏显示');
  await expect(admin.dialog('为什么……？')).toContainText('角色“渠道专员”');
  await admin.dialog('为什么……？').locator('.ant-modal-close').click();
  await admin.button('退出查看').click();
  await expect(admin.heading('成员')).toBeVisible();
  await expect(page.getByText('不能进行任何更改')).toBeHidden();
  await admin.leave();
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

async function memberId(name: string): Promise<string> {
  const { items } = await workspace.admin.call<{ items: { id: string; name: string }[] }>('GET', '/api/members');
  return items.find((member) => member.name === name)!.id;
}

const makeCustomer = (values: Record<string, string>): Promise<unknown> => workspace.admin.call('POST', '/api/records/account', { values });

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
