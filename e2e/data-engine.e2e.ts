/** A table nobody planned: made from a spreadsheet, computed over others, changed with its records in it, and taken back. */

import { expect, test } from '@playwright/test';
import { Person } from './support/person.ts';
import { workbook } from './support/workbook.ts';
import { ADMIN, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

let workspace: RunningWorkspace;
test.beforeAll(async () => {
  workspace = await startWorkspace({ template: 'samples' });
});
test.afterAll(() => workspace?.tessera.stop());

const SHOPS = workbook('门店', [
  ['门店名称', '城市', '面积', '开业日期', '楼层'],
  ['西湖店', '杭州', 120.5, '2024-03-01', '3'],
  ['滨江店', '杭州', 98, '2024-05-20', '2'],
  ['徐汇店', '上海', 210, '2023-11-11', '地下一层'],
  ['浦东店', '上海', 160, '2025-01-08', '1'],
]);

const signedIn = (browser: Parameters<typeof Person.signedIn>[0]) => Person.signedIn(browser, workspace.tessera.url, ADMIN);

async function upload(person: Person, target: string, name: string, buffer: Buffer): Promise<void> {
  await person.navigation.getByRole('link', { name: /导入$/ }).click();
  await person.choose('这些行是什么？', target);
  await person.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

async function checkAndRun(person: Person, rows: number): Promise<void> {
  await person.button('检查所有行').click();
  await person.button(`导入 ${rows} 行`).click();
  await expect(person.page.getByRole('heading', { name: '导入完成' })).toBeVisible();
}

async function design(person: Person, table: RegExp): Promise<void> {
  await person.navigation.getByRole('link', { name: /数据表$/ }).click();
  await person.page.getByRole('main').getByRole('link', { name: table }).first().click();
  await expect(person.page.getByRole('tab', { name: '字段' })).toBeVisible();
}

async function addField(person: Person, type: string, label: string): Promise<void> {
  await person.button('添加字段').click();
  await person.page.locator(`[data-field-type="${type}"]`).click();
  await person.page.getByRole('textbox', { name: '名称（中文）' }).fill(label);
}

/** Shows the plan, and saves it as it is. */
async function planAndSave(person: Person, sentence: string): Promise<void> {
  await person.button('保存').click();
  const plan = person.dialog('保存将带来的变化');
  await expect(plan).toContainText(sentence);
  await person.button('保存更改', plan).click();
  await expect(plan).toBeHidden();
}

test('a spreadsheet becomes a table with fields of the right types', async ({ browser }) => {
  const admin = await signedIn(browser);
  const { page } = admin;
  await upload(admin, '新的数据表', '门店.xlsx', SHOPS);
  await expect(admin.heading('从文件新建数据表')).toBeVisible();
  const typeOf = (column: string) => page.getByRole('row').filter({ has: page.getByText(column, { exact: true }) });
  await expect(typeOf('面积')).toContainText('数字');
  await expect(typeOf('开业日期')).toContainText('日期');
  await expect(typeOf('楼层')).toContainText('单行文本');
  await admin.choose('城市的类型', '单选');
  await expect(typeOf('城市')).toContainText('杭州');
  await admin.button('新建数据表并继续').click();
  await expect(admin.heading('导入到「门店」')).toBeVisible();
  await checkAndRun(admin, 4);
  await page.getByRole('link', { name: '打开门店' }).click();
  await expect(admin.row('西湖店')).toContainText('120.5');
  await expect(admin.row('徐汇店')).toContainText('上海');
  await admin.leave();
});

test('a customer sums up its orders, and an order shows where its customer is', async ({ browser }) => {
  const admin = await signedIn(browser);
  const { page } = admin;
  await design(admin, /^客户/);
  await addField(admin, 'rollup', '订单总额');
  await admin.choose('统计明细', '订单 · 客户');
  await admin.choose('统计字段', '订单金额');
  await admin.button('完成').click();
  await planAndSave(admin, '新增字段“订单总额”');
  await admin.told('已保存');

  await design(admin, /^订单[^明]/);
  await addField(admin, 'lookup', '客户城市');
  await admin.choose('取自关联', '客户');
  await admin.choose('客户的字段', '城市');
  await admin.button('完成').click();
  await planAndSave(admin, '新增字段“客户城市”');
  await admin.told('已保存');

  await admin.open('订单');
  const first = admin.rows().filter({ has: page.locator('a[data-open]') }).first();
  const customer = await first.getByRole('link').nth(1).innerText();
  await first.locator('a[data-open]').click();
  const city = await admin.fact('客户城市').first().innerText();
  expect(city).not.toBe('—');
  const { rows } = (await workspace.admin.call('POST', '/api/records/account/query', { fields: ['name', 'city'], filter: { field: 'name', op: 'eq', value: customer } })) as { rows: { id: string; values: { city: string } }[] };
  expect(rows[0]!.values.city).toBe(city);
  await admin.goTo(`/records/account/${rows[0]!.id}`);
  await expect(admin.fact('订单总额').first()).toContainText(/¥?\d/);
  await admin.leave();
});

test('a change of type says which records it would lose before anything runs', async ({ browser }) => {
  const admin = await signedIn(browser);
  const { page } = admin;
  await design(admin, /^门店/);
  await page.locator('[data-field="lou_ceng"]').getByRole('button', { name: /楼层/ }).nth(1).click();
  await admin.button('更换类型').click();
  await page.locator('[data-field-type="number"]').click();
  await admin.button('完成').click();
  await admin.button('保存').click();
  const plan = admin.dialog('保存将带来的变化');
  await expect(plan).toContainText('1 条记录的值无法转换为新类型');
  await expect(plan.getByRole('row').filter({ hasText: '徐汇店' })).toContainText('地下一层');
  await expect(admin.button('保存更改', plan)).toBeDisabled();
  expect(await floorOf('徐汇店')).toBe('地下一层');

  await plan.getByRole('checkbox', { name: /清空这些值/ }).check();
  await admin.button('保存更改', plan).click();
  await admin.told('已保存');
  expect(await floorOf('徐汇店')).toBeNull();
  expect(Number(await floorOf('西湖店'))).toBe(3);
  await admin.leave();
});

async function floorOf(shop: string): Promise<unknown> {
  const { rows } = await workspace.admin.call<{ rows: { values: Record<string, unknown> }[] }>('POST', '/api/records/men_dian/query', { fields: ['lou_ceng'], filter: { field: 'men_dian_ming_cheng', op: 'eq', value: shop } });
  return rows[0]!.values['lou_ceng'];
}

test('a field is deleted once nothing uses it, and comes back with its values', async ({ browser }) => {
  const admin = await signedIn(browser);
  const { page } = admin;
  await design(admin, /^门店/);
  await addField(admin, 'text', '店长电话备注');
  await admin.button('完成').click();
  await admin.button('保存').click();
  const plan = admin.dialog('保存将带来的变化');
  await plan.getByRole('checkbox', { name: '同时把新字段放到表单末尾' }).uncheck();
  await admin.button('保存更改', plan).click();
  await expect(plan).toBeHidden();

  // Two records get a value at once.
  await admin.goTo('/records/men_dian');
  await page.getByRole('checkbox', { name: '选择西湖店' }).check();
  await page.getByRole('checkbox', { name: '选择滨江店' }).check();
  await admin.button('修改字段').click();
  const bulk = admin.dialog('修改 2 条记录');
  await admin.choose('字段', '店长电话备注', bulk);
  await bulk.getByRole('textbox', { name: '新的值' }).fill('早班在岗');
  await admin.button('修改 2 条记录', bulk).click();
  await admin.told('已处理 2 条记录');

  // What is on the form cannot go; what nothing uses can.
  await design(admin, /^门店/);
  await page.locator('[data-field="lou_ceng"]').getByRole('button', { name: '移除字段' }).click();
  await expect(admin.dialog().filter({ hasText: '正在使用中' })).toContainText('表单');
  await admin.button('关闭').click();
  const field = page.locator('[data-field]').filter({ hasText: '店长电话备注' });
  await field.getByRole('button', { name: '移除字段' }).click();
  await admin.dialog().filter({ hasText: '移除“店长电话备注”？' }).getByRole('button', { name: '移除字段' }).click();
  await planAndSave(admin, '把“门店”的字段“店长电话备注”移入回收站');
  await expect(field).toBeHidden();

  await page.getByRole('main').getByRole('link', { name: '数据', exact: true }).click();
  await page.getByRole('button', { name: '回收站' }).click();
  const trashed = page.getByRole('listitem').filter({ hasText: '店长电话备注' });
  await expect(trashed).toContainText('保留 2 个值');
  await admin.button('恢复', trashed).click();
  await admin.told('已恢复店长电话备注');
  await expect(field).toBeVisible();
  const { rows } = await workspace.admin.call<{ rows: unknown[] }>('POST', '/api/records/men_dian/query', { filter: { field: await field.getAttribute('data-field'), op: 'eq', value: '早班在岗' } });
  expect(rows).toHaveLength(2);
  await admin.leave();
});

test('a list is grouped, and says the sum of each group and of all', async ({ browser }) => {
  const admin = await signedIn(browser);
  const { page } = admin;
  await admin.goTo('/records/men_dian');
  await admin.button('面积列').click();
  await page.getByRole('menuitem', { name: '在下方显示' }).hover();
  await page.getByRole('menuitem', { name: '求和' }).click();
  await expect(page.getByRole('row', { name: '合计' })).toContainText('588.5');
  await admin.button('分组').click();
  await admin.choose('添加分组字段', '城市');
  await page.keyboard.press('Escape');
  const group = (name: string) => page.locator('tr[data-group]').filter({ hasText: name });
  await expect(group('杭州')).toContainText('218.5');
  await expect(group('上海')).toContainText('370');
  await expect(admin.row('徐汇店')).toBeVisible();
  await group('上海').getByRole('button', { expanded: true }).click();
  await expect(admin.row('徐汇店')).toBeHidden();
  await expect(admin.row('西湖店')).toBeVisible();
  await admin.leave();
});

test('an import is taken back, except for what somebody changed since', async ({ browser }) => {
  const admin = await signedIn(browser);
  const { page } = admin;
  await upload(admin, '门店', '新增门店.csv', Buffer.from('门店名称,城市,面积\n天河店,杭州,88\n越秀店,上海,77\n'));
  await expect(admin.heading('导入到「门店」')).toBeVisible();
  await checkAndRun(admin, 2);
  const { rows } = await workspace.admin.call<{ rows: { id: string; version: number }[] }>('POST', '/api/records/men_dian/query', { filter: { field: 'men_dian_ming_cheng', op: 'eq', value: '越秀店' } });
  await workspace.admin.call('PATCH', `/api/records/men_dian/${rows[0]!.id}`, { version: rows[0]!.version, values: { mian_ji: '79' } });

  await admin.button('撤销导入').click();
  await admin.button('撤销导入', admin.dialog()).click();
  await expect(page.getByRole('heading', { name: '导入已撤销' })).toBeVisible();
  await expect(page.getByText('已撤销 1 条记录')).toBeVisible();
  await expect(page.getByText('1 条记录保持不变')).toBeVisible();
  await page.getByRole('link', { name: '打开门店' }).click();
  await expect(admin.row('越秀店')).toBeVisible();
  await expect(admin.row('天河店')).toBeHidden();
  await admin.leave();
});
