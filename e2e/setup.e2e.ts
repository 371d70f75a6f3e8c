/** The first minutes of a newcomer, and what is left after the power goes. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Person, afterIcon } from './support/person.ts';
import { startTessera, type RunningTessera } from './support/server.ts';
import { ADMIN, WORKSPACE } from './support/workspace.ts';

const ENTITIES = [
  { zh: '客户', en: 'Customers', one: 'Customer', sample: '杭州小满餐饮连锁', fact: ['客户名称', 'Customer name'] },
  { zh: '联系人', en: 'Contacts', one: 'Contact', sample: '王建国', fact: ['姓名', 'Name'] },
  { zh: '商机', en: 'Opportunities', one: 'Opportunity', sample: '冷链温控升级', fact: ['商机名称', 'Opportunity name'] },
  { zh: '订单', en: 'Orders', one: 'Order', sample: null, fact: ['订单编号', 'Order no.'] },
  { zh: '产品', en: 'Products', one: 'Product', sample: '压力变送器', fact: ['产品名称', 'Product name'] },
  { zh: '跟进记录', en: 'Follow-ups', one: 'Follow-up', sample: '上门拜访', fact: ['主题', 'Subject'] },
  { zh: '售后工单', en: 'Service tickets', one: 'Service ticket', sample: '网关离线无法上报数据', fact: ['主题', 'Subject'] },
] as const;

test.describe.configure({ mode: 'serial' });

let dataDir: string;
let tessera: RunningTessera;

test.beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'tessera-newcomer-'));
  tessera = await startTessera({ dataDir });
});
test.afterAll(async () => {
  await tessera?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('the first visitor creates the administrator, the workspace and a CRM with sample data', async ({ browser }) => {
  const newcomer = await Person.arrive(browser, tessera.url);
  const { page } = newcomer;
  await newcomer.goTo('/');
  await expect(page).toHaveURL(/\/setup$/);

  await newcomer.button('创建工作区').click();
  await expect(page.getByText('请填写工作区名称')).toBeVisible();

  await page.getByLabel('工作区名称').fill(WORKSPACE);
  await page.getByLabel('您的姓名').fill(ADMIN.name);
  await page.getByLabel('邮箱').fill(ADMIN.email);
  await page.getByLabel('密码', { exact: true }).fill(ADMIN.password);
  await newcomer.button('创建工作区').click();

  const template = page.getByRole('article').filter({ has: page.getByRole('heading', { name: '客户管理' }) });
  await expect(template.getByRole('switch', { name: '包含示例数据' })).toBeChecked();
  await template.getByRole('button', { name: '使用此模板' }).click();

  await expect(newcomer.heading('客户')).toBeVisible();
  await expect(newcomer.row('杭州小满餐饮连锁')).toBeVisible();
  await newcomer.leave();
});

test('every table has a list, a record page and a form, in Chinese and in English', async ({ browser }) => {
  const admin = await Person.signedIn(browser, tessera.url, ADMIN);
  const { page } = admin;
  for (const entity of ENTITIES) {
    await test.step(entity.zh, async () => {
      await admin.open(entity.zh);
      await expect(page.getByText(/^\d+ 条记录$/)).toBeVisible();
      const link = entity.sample === null ? page.locator('a[data-open]').first() : admin.row(entity.sample).first().locator('a[data-open]');
      await link.click();
      await expect(admin.fact(entity.fact[0]).first()).not.toBeEmpty();
      await expect(page.getByRole('tab', { name: '历史' })).toBeVisible();
      await admin.open(entity.zh);
      await admin.button(`新建${entity.zh}`).click();
      await expect(admin.heading(`新建${entity.zh}`)).toBeVisible();
      await expect(page.locator('[data-field]').first()).toBeVisible();
      await admin.button('取消').click();
    });
  }

  await admin.button('我的账号').click();
  await page.getByRole('radiogroup', { name: '语言' }).getByText('English').click();
  await expect(admin.navigation.getByRole('link', { name: afterIcon('Customers') })).toBeVisible();
  await page.keyboard.press('Escape');
  for (const entity of ENTITIES) {
    await test.step(entity.en, async () => {
      await admin.open(entity.en);
      await expect(page.getByText(/^\d+ records?$/)).toBeVisible();
      await page.locator('a[data-open]').first().click();
      await expect(admin.fact(entity.fact[1]).first()).not.toBeEmpty();
      await expect(page.getByRole('tab', { name: 'History' })).toBeVisible();
      await admin.open(entity.en);
      await admin.button(`New ${entity.one}`).click();
      await expect(admin.heading(`New ${entity.one}`)).toBeVisible();
      await admin.button('Cancel').click();
    });
  }
  await admin.button('Your account').click();
  await page.getByRole('radiogroup', { name: 'Language' }).getByText('中文').click();
  await expect(admin.navigation.getByRole('link', { name: afterIcon('客户') })).toBeVisible();
  await admin.leave();
});

test('setup is closed once an administrator exists', async ({ browser }) => {
  const stranger = await Person.arrive(browser, tessera.url);
  await stranger.goTo('/setup');
  await expect(stranger.page).toHaveURL(/\/sign-in$/);
  const answer = await stranger.page.request.post(`${tessera.url}/api/setup`, { data: { ...ADMIN, email: 'mallory@example.com', workspace: 'Mallory', locale: 'en', timeZone: 'UTC' } });
  expect(answer.ok()).toBe(false);
  expect((await answer.json()).code).toBe('SETUP_CLOSED');
  await stranger.leave();
});

test('what was saved before a kill -9 is there after a new start', async ({ browser }) => {
  const admin = await Person.signedIn(browser, tessera.url, ADMIN);
  await admin.open('客户');
  await admin.button('新建客户').click();
  await admin.fill('客户名称', '断电前的客户');
  await admin.fill('城市', '武汉');
  await admin.save();
  await expect(admin.heading('断电前的客户')).toBeVisible();
  await tessera.kill();
  await admin.leave();

  tessera = await startTessera({ dataDir });
  const again = await Person.signedIn(browser, tessera.url, ADMIN);
  await again.open('客户');
  await expect(again.row('杭州小满餐饮连锁')).toBeVisible();
  await again.search('断电前');
  await again.openRecord('断电前的客户');
  await expect(again.fact('城市').first()).toHaveText('武汉');
  await again.page.getByRole('tab', { name: '历史' }).click();
  await expect(again.page.getByText('创建了这条记录')).toBeVisible();
  await again.leave();
});
