/** The shipped approval, changed by its owner and then gone through by the people it is about. */

import { expect, test, type Browser } from '@playwright/test';
import { Person, afterIcon } from './support/person.ts';
import { ADMIN, LEAD, SALES, startWorkspace, type Account, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

const CUSTOMER = '杭州小满餐饮连锁';

let workspace: RunningWorkspace;
/** The number of the order the journeys follow. */
let order: string;

test.beforeAll(async () => {
  workspace = await startWorkspace({
    template: 'samples',
    members: [
      { account: SALES, roles: ['sales_rep'] },
      { account: LEAD, roles: ['sales_manager'] },
    ],
  });
});
test.afterAll(() => workspace?.tessera.stop());

const signedIn = (browser: Browser, account: Account): Promise<Person> => Person.signedIn(browser, workspace.tessera.url, account);

test('the limit of the order approval is changed in the drawing and published as version 2', async ({ browser }) => {
  const admin = await signedIn(browser, ADMIN);
  const { page } = admin;
  await admin.navigation.getByRole('link', { name: afterIcon('流程') }).click();
  await page.getByRole('main').getByRole('link', { name: /订单审批/ }).click();
  await expect(page.getByText('版本 1', { exact: true })).toBeVisible();
  await expect(page.getByText('没有问题')).toBeVisible();

  await clickBetween(admin, 'Gateway_Amount', 'Service_MarkInApproval');
  const panel = page.getByRole('complementary', { name: '属性' });
  const value = panel.getByRole('textbox', { name: '值', exact: true });
  await expect(value).toHaveValue('10000');
  await value.fill('5000');
  await value.press('Enter');
  await page.locator('[data-element-id="Gateway_Amount"]').first().click();
  await panel.getByRole('textbox', { name: /中文/ }).fill('金额超过 5,000？');
  await panel.getByRole('textbox', { name: /中文/ }).press('Enter');

  await admin.button('发布').click();
  const dialog = admin.dialog('发布版本 2？');
  await admin.button('发布', dialog).click();
  await admin.told('已发布版本 2');
  await expect(page.getByText('版本 2', { exact: true })).toBeVisible();
  await admin.leave();
});

test('an order of 8,000 goes to the manager, who approves it with a comment', async ({ browser }) => {
  const sales = await signedIn(browser, SALES);
  order = await submitOrder(sales, '8000');
  await expect(sales.fact('状态').first()).toHaveText('审批中');

  const lead = await signedIn(browser, LEAD);
  await decide(lead, order, '同意', '价格合理，可以发货。');
  await lead.leave();

  await sales.page.reload();
  await expect(sales.fact('状态').first()).toHaveText('已批准');

  await sales.page.getByRole('tab', { name: '流程' }).click();
  await sales.page.getByRole('main').getByRole('link', { name: /订单审批.*版本 2/ }).click();
  const way = sales.page.getByRole('main').getByRole('listitem');
  await expect(way.filter({ hasText: '经理审批' })).toContainText(LEAD.name);
  await expect(way.filter({ hasText: '经理审批' })).toContainText('已同意');
  await expect(way.filter({ hasText: '经理审批' })).toContainText('价格合理，可以发货。');
  const diagram = sales.page.getByRole('img', { name: '流程图及其经过' });
  await expect(diagram.locator('[data-element-id="Flow_OverLimit"]')).toHaveClass(/tessera-taken/);
  await expect(diagram.locator('[data-element-id="Flow_Approved"]')).toHaveClass(/tessera-taken/);
  await expect(diagram.locator('[data-element-id="Flow_WithinLimit"]')).not.toHaveClass(/tessera-taken/);
  await expect(diagram.locator('[data-element-id="Task_ReviseOrder"]')).not.toHaveClass(/tessera-done/);
  await sales.leave();
});

test('the history says who changed what, when, and by which process', async ({ browser }) => {
  const lead = await signedIn(browser, LEAD);
  await lead.open('订单');
  await lead.openRecord(order);
  await lead.page.getByRole('tab', { name: '历史' }).click();
  const approved = lead.page.getByRole('listitem').filter({ hasText: '已批准' });
  await expect(approved).toContainText(LEAD.name);
  await expect(approved).toContainText('通过流程 · 订单审批');
  await expect(approved).toContainText(/状态.*审批中.*已批准/s);
  await expect(approved.locator('time')).toHaveAttribute('datetime', /^20\d\d-\d\d-\d\dT.*Z$/);
  const created = lead.page.getByRole('listitem').filter({ hasText: '创建了这条记录' });
  await expect(created.first()).toContainText(SALES.name);
  await lead.leave();
});

test('a rejected order comes back to the submitter, who revises and resubmits it', async ({ browser }) => {
  const [sales, lead] = [await signedIn(browser, SALES), await signedIn(browser, LEAD)];
  const second = await submitOrder(sales, '9000');
  const page = sales.page.url();
  await decide(lead, second, '拒绝', '请降低单价。');

  await sales.page.reload();
  await expect(sales.fact('状态').first()).toHaveText('已退回');
  await sales.open('待办');
  await sales.page.getByRole('main').getByRole('link', { name: new RegExp(`修改订单.*${second}`) }).click();
  await expect(sales.heading('修改订单')).toBeVisible();
  await sales.fill('单价, 第 1 行', '7500');
  await sales.page.getByRole('textbox', { name: '意见' }).fill('已降价。');
  await sales.button('完成').click();
  await expect(sales.heading('待办')).toBeVisible();
  await expect(sales.page.getByText('全部处理完了')).toBeVisible();

  await decide(lead, second, '同意', '好的。');
  await sales.page.goto(page);
  await expect(sales.fact('状态').first()).toHaveText('已批准');
  await expect(sales.fact('订单金额').first()).toContainText('7,500');
  await sales.leave();
  await lead.leave();
});

test('of two people who save the same record the second learns what changed and chooses', async ({ browser }) => {
  const [admin, lead] = [await signedIn(browser, ADMIN), await signedIn(browser, LEAD)];
  for (const person of [admin, lead]) {
    await person.open('客户');
    await person.openRecord(CUSTOMER);
    await person.button('编辑').click();
    await expect(person.heading('编辑客户')).toBeVisible();
    await expect(person.page.getByRole('textbox', { name: '城市' })).toHaveValue('杭州');
  }
  await lead.fill('城市', '绍兴');
  await lead.fill('邮编', '312000');
  await lead.save();
  await expect(lead.heading(CUSTOMER)).toBeVisible();

  await admin.fill('城市', '宁波');
  await admin.fill('传真', '0574-8899 0000');
  await admin.save();
  const dialog = admin.dialog('这条记录已被他人修改');
  await expect(dialog).toContainText(LEAD.name);
  const city = dialog.getByRole('row').filter({ hasText: '城市' });
  await expect(city).toContainText('绍兴');
  await expect(city).toContainText('宁波');
  await expect(dialog).toContainText('312000');
  await city.getByText('绍兴').click();
  await admin.button('按我的选择保存', dialog).click();

  await expect(admin.heading(CUSTOMER)).toBeVisible();
  await expect(admin.fact('城市').first()).toHaveText('绍兴');
  await expect(admin.fact('邮编')).toHaveText('312000');
  await expect(admin.fact('传真')).toHaveText('0574-8899 0000');
  await admin.leave();
  await lead.leave();
});

/** A flow has no extent of its own to aim at: the pointer goes to the middle between what it connects. */
async function clickBetween({ page }: Person, from: string, to: string): Promise<void> {
  await expect(page.locator(`.djs-shape[data-element-id="${to}"]`)).toBeVisible();
  const [a, b] = await Promise.all([from, to].map((id) => page.locator(`.djs-shape[data-element-id="${id}"] .djs-visual`).boundingBox()));
  await page.mouse.click((a!.x + a!.width + b!.x) / 2, a!.y + a!.height / 2);
}

/** One line over the given amount; gives back the number of the order. */
async function submitOrder(person: Person, amount: string): Promise<string> {
  await person.open('订单');
  await person.button('新建订单').first().click();
  await person.choose('客户', CUSTOMER);
  await person.button('添加一行').click();
  await person.choose('产品, 第 1 行', '智能网关 G1');
  await person.fill('数量, 第 1 行', '1');
  await person.fill('单价, 第 1 行', amount);
  await person.button('保存并提交').click();
  await person.told('已提交');
  const heading = person.page.getByRole('heading', { level: 1, name: /^SO\d+/ });
  await expect(heading).toBeVisible();
  return heading.innerText();
}

async function decide(lead: Person, number: string, decision: '同意' | '拒绝', comment: string): Promise<void> {
  await lead.goTo('/tasks');
  await lead.page.getByRole('main').getByRole('link', { name: new RegExp(`经理审批.*${number}`) }).click();
  await expect(lead.heading('经理审批')).toBeVisible();
  await expect(lead.page.getByRole('table', { name: '订单明细' })).toContainText('智能网关 G1');
  await lead.page.getByRole('textbox', { name: '意见' }).fill(comment);
  await lead.button(decision).click();
  await expect(lead.heading('待办')).toBeVisible();
}
