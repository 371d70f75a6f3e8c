/** Moving in from another system: its files as they are, linked by its keys. */

import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Person, textOf } from './support/person.ts';
import { ADMIN, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

let workspace: RunningWorkspace;
test.beforeAll(async () => {
  workspace = await startWorkspace({ template: 'plain' });
});
test.afterAll(() => workspace?.tessera.stop());

const signedIn = (browser: Parameters<typeof Person.signedIn>[0]) => Person.signedIn(browser, workspace.tessera.url, ADMIN);

async function upload(person: Person, target: string, file: string): Promise<void> {
  await person.navigation.getByRole('link', { name: /导入$/ }).click();
  await person.choose('这些行是什么？', target);
  await person.page.locator('input[type=file]').setInputFiles(join(import.meta.dirname, 'fixtures/northwind', file));
  await expect(person.heading(`导入到「${target}」`)).toBeVisible();
}

/** What the proposal says about a column. */
const goal = (person: Person, column: string) => person.page.getByRole('row').filter({ has: person.page.getByText(column, { exact: true }) });

async function map(person: Person, column: string, field: string): Promise<void> {
  await person.choose(`对应字段: ${column}`, field);
}

async function check(person: Person): Promise<void> {
  await person.button('检查所有行').click();
  await expect(person.page.getByText('已检查')).toBeVisible();
}

const figure = (person: Person, name: string) => person.page.locator('dl > div').filter({ hasText: name }).locator('dd');

async function run(person: Person, rows: number): Promise<void> {
  await person.button(`导入 ${rows} 行`).click();
  await expect(person.page.getByRole('heading', { name: '导入完成' })).toBeVisible();
}

test('employees become members who are known by name', async ({ browser }) => {
  const admin = await signedIn(browser);
  await upload(admin, '工作区成员', 'employees.csv');
  await expect(goal(admin, 'firstName')).toContainText('姓名');
  await expect(goal(admin, 'employeeID').getByRole('checkbox', { name: /行标识/ })).toBeChecked();
  await check(admin);
  await expect(admin.page.getByText('所有行都没有问题')).toBeVisible();
  await run(admin, 2);
  await admin.page.getByRole('link', { name: '打开工作区成员' }).click();
  const aase = admin.page.getByRole('listitem').filter({ hasText: 'Åse Søndergård' });
  await expect(aase).toContainText('已导入');
  await expect(aase).toContainText('Vice President, Sales');
  await admin.leave();
});

test('columns are mapped, and texts of the other system read as choices', async ({ browser }) => {
  const admin = await signedIn(browser);
  await upload(admin, '产品', 'products.csv');
  await expect(goal(admin, 'productName')).toContainText('产品名称');
  await map(admin, 'quantityPerUnit', '规格');
  await map(admin, 'unitsInStock', '库存');
  await map(admin, 'discontinued', '状态');
  await admin.button('替换值', goal(admin, 'discontinued')).click();
  const dialog = admin.dialog('替换「discontinued」的值');
  await dialog.getByRole('combobox', { name: '读作' }).first().click();
  await admin.take('在售');
  await dialog.getByRole('combobox', { name: '读作' }).nth(1).click();
  await admin.take('停售');
  await admin.button('保存', dialog).click();
  await expect(admin.button('替换值（2）')).toBeVisible();
  await check(admin);
  await run(admin, 3);
  await admin.page.getByRole('link', { name: '打开产品' }).click();
  await expect(admin.row('Aniseed Drops')).toContainText('停售');
  await expect(admin.row('Räksmörgås')).toContainText('19.50');
  await admin.leave();
});

test('a row that breaks a rule is shown before anything is saved, refused with its reason, and can be downloaded', async ({ browser }) => {
  const admin = await signedIn(browser);
  await upload(admin, '客户', 'customers.csv');
  await expect(admin.page.locator('.ant-select').filter({ hasText: 'NULL' })).toBeVisible();
  await check(admin);
  await expect(figure(admin, '可导入')).toHaveText('3');
  await expect(figure(admin, '有问题')).toHaveText('1');
  const problem = admin.page.getByRole('row').filter({ has: admin.page.getByRole('cell', { name: '4', exact: true }) });
  await expect(problem).toContainText('companyName');
  await expect(problem).toContainText(/必填|不能为空/);
  expect((await (await admin.api('POST', '/api/records/account/count', {})).json()).count).toBe(0);

  await run(admin, 3);
  await admin.page.getByRole('tab', { name: '未导入 1' }).click();
  const refused = await textOf(await admin.download(() => admin.button('下载未导入的行').click()));
  expect(refused).toContain('NONAM');
  expect(refused).toContain('Nowhere 1');
  expect(refused).toMatch(/必填|不能为空/);
  expect(refused).not.toContain('FUTTE');

  await admin.page.getByRole('link', { name: '打开客户' }).click();
  await admin.openRecord('Antonio Peña Taquería');
  await expect(admin.fact('城市').first()).toHaveText('México D.F.');
  await expect(admin.fact('传真')).toHaveText('—');
  await admin.page.getByRole('tab', { name: '历史' }).click();
  await expect(admin.page.getByText('通过导入 · customers.csv')).toBeVisible();
  await admin.leave();
});

test('orders and their lines find customers, members and products by the keys of the other system', async ({ browser }) => {
  const admin = await signedIn(browser);
  await upload(admin, '订单', 'orders.csv');
  await expect(goal(admin, 'customerID')).toContainText('以往导入的标识');
  await expect(goal(admin, 'employeeID')).toContainText('负责人');
  await admin.page.getByRole('combobox', { name: '固定值' }).click();
  await admin.take('状态');
  await admin.choose('状态', '完成');
  await check(admin);
  await expect(admin.page.getByRole('row').filter({ hasText: 'GHOST' })).toContainText('customerID');
  await run(admin, 2);

  await upload(admin, '订单明细', 'order-details.csv');
  await check(admin);
  await run(admin, 3);

  await admin.open('订单');
  const row = admin.rows().filter({ hasText: 'Müller Futterkiste' });
  await row.locator('a[data-open]').click();
  await expect(admin.fact('负责人').first()).toContainText('Ngozi Okafor');
  await expect(admin.fact('下单日期').first()).toContainText(/2016.0?7.0?4/);
  await expect(admin.fact('状态').first()).toHaveText('完成');
  // 14.00 × 12 + 9.80 × 10 × 0.85
  await expect(admin.fact('订单金额').first()).toContainText('251.30');
  await expect(admin.page.getByRole('row').filter({ hasText: 'Räksmörgås' })).toContainText('15');
  await admin.leave();
});

test('a file in GBK is read as the Chinese it is', async ({ browser }) => {
  const admin = await signedIn(browser);
  await upload(admin, '客户', 'customers-gbk.csv');
  await expect(admin.page.getByText('GB18030')).toBeVisible();
  await check(admin);
  await run(admin, 2);
  await admin.page.getByRole('link', { name: '打开客户' }).click();
  await expect(admin.row('武汉长江食品有限公司')).toContainText('武汉');
  await admin.leave();
});
