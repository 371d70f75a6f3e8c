/** A field that nobody thought of: dragged onto the form, saved, and used the next minute. */

import { expect, test } from '@playwright/test';
import { Person } from './support/person.ts';
import { ADMIN, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

let workspace: RunningWorkspace;
test.beforeAll(async () => {
  workspace = await startWorkspace({ template: 'samples' });
});
test.afterAll(() => workspace?.tessera.stop());

const CUSTOMER = '杭州小满餐饮连锁';

test('a new field is dragged from the palette onto the customer form and used at once', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.navigation.getByRole('link', { name: /表单$/ }).click();
  await page.getByRole('main').getByRole('link', { name: /客户/ }).first().click();
  await expect(admin.heading('客户')).toBeVisible();
  await drag(admin, '[data-palette="new:money"]', '[data-item="tax_no"]');

  const dialog = admin.dialog(/新字段/);
  await dialog.getByRole('textbox', { name: /中文/ }).fill('信用额度');
  await dialog.getByRole('textbox', { name: /英文|English/ }).fill('Credit limit');
  await expect(dialog.getByTestId('new-field-key')).toHaveText('credit_limit');
  await admin.button('完成', dialog).click();
  await expect(page.locator('[data-item="credit_limit"]')).toContainText('信用额度');
  await admin.save();
  const plan = admin.dialog('保存将带来的变化');
  await expect(plan).toContainText('新增字段“信用额度”');
  await admin.button('保存更改', plan).click();
  await admin.told('表单已保存');

  await admin.open('客户');
  await admin.openRecord(CUSTOMER);
  await admin.button('编辑').click();
  await admin.fill('信用额度', '250000.50');
  await admin.save();
  await expect(admin.heading(CUSTOMER)).toBeVisible();
  await expect(admin.fact('信用额度')).toContainText('250,000.50');
  await page.getByRole('tab', { name: '历史' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '信用额度' })).toContainText(ADMIN.name);
  await admin.leave();
});

test('the browser says what is wrong before anything is sent', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.open('客户');
  await admin.button('新建客户').click();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && /\/api\/records\/account$/.test(request.url())) sent.push(request.url());
  });
  await admin.fill('信用额度', '很多');
  await admin.fill('网站', 'not a website');
  await admin.save();
  await expect(admin.problemOf('客户名称')).toBeVisible();
  await expect(admin.problemOf('信用额度')).toBeVisible();
  await expect(admin.problemOf('网站')).toBeVisible();
  expect(sent).toEqual([]);

  await admin.fill('客户名称', '宁波海曙五金');
  await admin.fill('信用额度', '8000');
  await admin.fill('网站', 'https://example.com');
  await admin.save();
  await expect(admin.heading('宁波海曙五金')).toBeVisible();
  expect(sent).toHaveLength(1);
  await admin.leave();
});

test('what only the server knows is shown at the field as well', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  await admin.open('联系人');
  await admin.button('新建联系人').click();
  await admin.fill('姓名', '赵六');
  await admin.choose('客户', '宁波海曙五金');
  // Meanwhile the customer is deleted by somebody else.
  const found = (await workspace.admin.call('POST', '/api/records/account/query', { filter: { field: 'name', op: 'eq', value: '宁波海曙五金' } })) as { rows: { id: string; version: number }[] };
  await workspace.admin.call('DELETE', `/api/records/account/${found.rows[0]!.id}?version=${found.rows[0]!.version}`);
  await admin.save();
  await expect(admin.problemOf('客户')).toBeVisible();
  await expect(admin.heading('新建联系人')).toBeVisible();
  await admin.choose('客户', CUSTOMER);
  await admin.save();
  await expect(admin.heading('赵六')).toBeVisible();
  await admin.leave();
});

/** As a hand does it: press, a first small move, then over to the place, and let go. */
async function drag(person: Person, from: string, to: string): Promise<void> {
  const { page } = person;
  await page.locator(to).scrollIntoViewIfNeeded();
  const start = (await page.locator(from).boundingBox())!;
  const end = (await page.locator(to).boundingBox())!;
  await page.mouse.move(start.x + 20, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 40, start.y + start.height / 2 + 5, { steps: 4 });
  await page.mouse.move(end.x + 30, end.y + end.height / 2, { steps: 12 });
  await expect(page.locator(to)).toHaveAttribute('data-drop', /before|after/);
  await page.mouse.up();
}
