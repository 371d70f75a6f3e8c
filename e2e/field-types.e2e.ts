/** A field of every type: entered through the form, read back exactly as it was meant, shown on the page. */

import { expect, test, type Locator, type Page } from '@playwright/test';
import { FIELD_TYPES, type FileValue } from '@tessera/contract';
import { makeEveryType, SAMPLE, type EveryType } from './support/every-type.ts';
import { Person } from './support/person.ts';
import { ADMIN, SALES, startWorkspace, type RunningWorkspace } from './support/workspace.ts';

test.describe.configure({ mode: 'serial' });

let workspace: RunningWorkspace;
let world: EveryType;
test.beforeAll(async () => {
  workspace = await startWorkspace({ template: 'none', members: [{ account: SALES, roles: [] }] });
  world = await makeEveryType(workspace.admin);
});
test.afterAll(() => workspace?.tessera.stop());

const NAME = '全字段样品';
const PDF = Buffer.from('%PDF-1.7\n合同正文');
/** One red pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');

interface Sample {
  readonly id: string;
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
}
const read = async (): Promise<Sample> => {
  const { rows } = await workspace.admin.call<{ rows: { id: string }[] }>('POST', '/api/records/sample/query', { search: NAME });
  return workspace.admin.call<Sample>('GET', `/api/records/sample/${rows[0]?.id}`);
};

test('the sample has a field of every type there is', () => {
  const used = new Set(SAMPLE.fields.map(({ type }) => type));
  expect(FIELD_TYPES.filter((type) => !used.has(type))).toEqual([]);
});

test('every type is entered through the form and comes back exact', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.goTo('/records/sample/new');
  await enterEverything(admin);
  await expect(field(page, 'level')).toContainText('金牌');
  await expect(field(page, 'double')).toContainText('2,469.00');
  await expect(field(page, 'lines')).toContainText('¥37.50');
  await admin.save();
  await expect(admin.heading(NAME)).toBeVisible();

  const { values } = await read();
  const { suppliers, departments } = world;
  expect(values).toMatchObject({
    name: NAME,
    choice: 'gold',
    several: ['gold', 'bronze'],
    count: '12.50',
    cost: '1234.50',
    share: '0.155',
    stars: '4',
    done: '0.4500',
    day: '2026-03-05',
    moment: '2026-03-05T01:30:00.000Z',
    clock: '18:45:00',
    length: '5400',
    ready: true,
    phone: '021-5555 0000',
    mail: 'a.b@example.com',
    web: 'https://example.com/x',
    id_card: '11010519491231002X',
    secret: '口令 7788',
    region: '310115',
    address: { region: '310115', detail: '世纪大道 100 号', postalCode: '200120' },
    spot: { lat: '31.2304', lng: '121.4737' },
    person: { label: ADMIN.name },
    team: [{ label: ADMIN.name }, { label: SALES.name }],
    unit: { id: departments['华东区'], label: '华东区' },
    supplier: { id: suppliers['华东材料'], label: '华东材料' },
    backups: [{ id: suppliers['北方工贸'], label: '北方工贸' }],
    only: { id: suppliers['西南实业'], label: '西南实业' },
    level: 'gold',
    total: '37.50',
    double: '2469.00',
    due: '2026-03-12',
    remark: '第一行\n第二行',
    lines: [{ values: { item: '螺丝', quantity: '3', price: '12.50', amount: '37.50' } }],
    changer: { label: ADMIN.name },
  });
  expect(values['serial']).toMatch(/^S-\d{4}$/);
  expect(values['story']).toBe('<h2>背景</h2><p>这是<strong>重点</strong></p>');
  expect(Date.parse(String(values['changed']))).toBeGreaterThan(Date.now() - 600_000);
  const shapes = (key: string) => (values[key] as FileValue[]).map(({ name, type, size }) => ({ name, type, size }));
  expect(shapes('papers')).toEqual([{ name: '合同.pdf', type: 'application/pdf', size: PDF.length }]);
  expect(shapes('photos')).toEqual([{ name: 'red.png', type: 'image/png', size: PNG.length }]);
  expect(shapes('signed')).toEqual([{ name: 'signature.png', type: 'image/png', size: expect.any(Number) as unknown as number }]);
  await admin.leave();
});

test('the page shows each value as people read it, and files open through their field only', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { id, values } = await read();
  await admin.goTo(`/records/sample/${id}`);
  for (const [name, text] of [
    ['等级', '金牌'], ['件数', '12.50'], ['成本', '¥1,234.50'], ['占比', '15.5%'], ['进度', '45%'], ['日期', '2026-03-05'], ['时刻', '2026-03-05 09:30'], ['时间', '18:45'], ['时长', '1:30:00'],
    ['地区', '上海市浦东新区'], ['地址', '上海市浦东新区 世纪大道 100 号'], ['定位', '31.2304, 121.4737'], ['归属部门', '华东区'], ['备选供应商', '北方工贸'], ['供应商级别', '金牌'], ['附件', '合同.pdf'], ['说明', '这是重点'],
  ] as const) {
    await expect(admin.fact(name), name).toContainText(text);
  }
  await expect(admin.fact('评分').getByRole('img')).toHaveAccessibleName('4 / 5 星');
  await expect(admin.fact('密钥')).not.toContainText('7788');
  await admin.fact('密钥').getByRole('button', { name: '显示密钥' }).click();
  await expect(admin.fact('密钥')).toContainText('口令 7788');
  await expect.poll(() => admin.fact('照片').getByRole('img', { name: 'red.png' }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await expect.poll(() => admin.fact('签名').getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50);
  const download = await admin.download(() => admin.fact('附件').getByRole('link', { name: '合同.pdf' }).click());
  expect(download.suggestedFilename()).toBe('合同.pdf');

  const outsider = await Person.signedIn(browser, workspace.tessera.url, SALES);
  const [file] = values['papers'] as FileValue[];
  expect((await outsider.api('GET', `/api/files/sample/${id}/papers/${file?.id}`)).status()).toBe(404);
  await outsider.leave();
  await admin.leave();
});

test('what the form refuses is said at the field; what it holds is changed, not lost', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  const { id } = await read();
  await admin.goTo(`/records/sample/${id}/edit`);
  await admin.fill('名称', '短');
  await admin.fill('身份证号', '110105194912310021');
  await admin.fill('时长', '很久');
  await admin.save();
  await expect(admin.problemOf('名称')).toHaveText('名称至少两个字');
  await expect(admin.problemOf('身份证号')).toBeVisible();
  await expect(admin.problemOf('时长')).toBeVisible();
  await admin.fill('名称', NAME);
  await admin.fill('身份证号', '11010519491231002x');
  await admin.fill('时长', '2小时15分');
  await page.locator('[data-field-input="root_papers"]').setInputFiles({ name: '附页.txt', mimeType: 'text/plain', buffer: Buffer.from('第二页') });
  await expect(field(page, 'papers')).toContainText('附页.txt');
  await admin.save();
  await expect(admin.heading(NAME)).toBeVisible();
  const { values } = await read();
  expect(values).toMatchObject({ id_card: '11010519491231002X', length: '8100', secret: '口令 7788' });
  expect((values['papers'] as FileValue[]).map(({ name }) => name)).toEqual(['合同.pdf', '附页.txt']);
  await admin.leave();
});

test('a button asks first and does what it says', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { id, version } = await read();
  await workspace.admin.call('PATCH', `/api/records/sample/${id}`, { version, values: { ready: false } });
  await admin.goTo(`/records/sample/${id}`);
  await expect(admin.fact('就绪')).toContainText('否');
  await admin.button('设为就绪').click();
  await expect(admin.dialog()).toContainText('该样品将被标记为就绪。');
  await admin.button('设为就绪', admin.dialog()).click();
  await expect(admin.fact('就绪').getByLabel('是')).toBeVisible();
  expect((await read()).values['ready']).toBe(true);
  await admin.leave();
});

test('a record that is there already is told while one types, and not saved twice', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.goTo('/records/supplier/new');
  await admin.fill('名称', '华东材料 有限公司');
  const hint = page.getByRole('status').filter({ hasText: '已有相同的记录' });
  await expect(hint.getByRole('link', { name: '华东材料' })).toHaveAttribute('href', `/records/supplier/${world.suppliers['华东材料']}`);
  await admin.save();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page).toHaveURL(/\/new$/);
  await admin.fill('名称', '全新供应商');
  await expect(hint).toHaveCount(0);
  await admin.save();
  await expect(admin.heading('全新供应商')).toBeVisible();
  await admin.leave();
});

test('departments are made, moved and staffed on the members page', async ({ browser }) => {
  const admin = await Person.signedIn(browser, workspace.tessera.url, ADMIN);
  const { page } = admin;
  await admin.goTo('/members?tab=departments');
  await admin.button('新建部门').click();
  await admin.dialog().getByRole('textbox', { name: '名称' }).fill('华南区');
  await admin.button('创建', admin.dialog()).click();
  await expect(admin.dialog()).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2, name: '华南区' })).toBeVisible();
  await page.getByRole('combobox', { name: '添加成员' }).click();
  await admin.option(new RegExp(SALES.name)).click();
  await expect(page.getByRole('list', { name: '成员' })).toContainText(SALES.name);
  const { items } = await workspace.admin.call<{ items: { name: string; members: string[] }[] }>('GET', '/api/departments');
  expect(items.find(({ name }) => name === '华南区')?.members).toHaveLength(1);
  await admin.leave();
});

const field = (page: Page, key: string): Locator => page.locator(`[data-field="${key}"]`);

/** With keys and pointer, as a person would. */
async function enterEverything(admin: Person): Promise<void> {
  const { page } = admin;
  for (const [label, text] of [
    ['名称', NAME], ['件数', '12.5'], ['成本', '1234.5'], ['占比', '15.5'], ['电话', '021-5555 0000'], ['邮箱', 'a.b@example.com'], ['网址', 'https://example.com/x'], ['身份证号', '11010519491231002x'],
    ['密钥', '口令 7788'], ['时长', '90分钟'], ['备注', '第一行\n第二行'],
  ] as const) {
    await admin.fill(label, text);
  }
  await admin.choose('等级', '金牌');
  await page.getByRole('combobox', { name: '标签', exact: true }).click();
  await admin.option('金牌').click();
  await admin.option('铜牌').click();
  await page.keyboard.press('Escape');
  await field(page, 'stars').getByRole('radio').nth(3).click();
  const slider = page.getByRole('slider', { name: '进度' });
  await slider.focus();
  for (let step = 0; step < 9; step += 1) await page.keyboard.press('ArrowRight');
  for (const [key, text] of [['day', '2026-03-05'], ['moment', '2026-03-05 09:30'], ['clock', '18:45']] as const) {
    const input = page.locator(`#root_${key}`);
    await input.click();
    await input.fill(text);
    await input.press('Enter');
    await input.press('Tab');
  }
  await page.getByRole('switch', { name: '就绪' }).click();
  await region(page, page.locator('#root_region'));
  await region(page, page.getByRole('combobox', { name: '地址：地区' }));
  await page.getByRole('textbox', { name: '地址：邮编' }).fill('200120');
  await page.locator('#root_address').fill('世纪大道 100 号');
  await page.getByRole('textbox', { name: '纬度' }).first().fill('31.2304, 121.4737');
  await expect(page.getByRole('textbox', { name: '经度' }).first()).toHaveValue('121.4737');
  await page.getByRole('combobox', { name: '联系人', exact: true }).click();
  await admin.take(new RegExp(`${ADMIN.name}$`));
  await page.getByRole('combobox', { name: '团队', exact: true }).click();
  await admin.option(new RegExp(ADMIN.name)).click();
  await admin.option(new RegExp(SALES.name)).click();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: '归属部门', exact: true }).click();
  await page.locator('.ant-select-tree-title').filter({ hasText: '华东区' }).click();
  await admin.choose('主供应商', '华东材料');
  await page.getByRole('combobox', { name: '备选供应商', exact: true }).click();
  await expect(admin.option('北方工贸')).toBeVisible();
  await expect(admin.option('西南实业')).toHaveCount(0);
  await admin.option('北方工贸').click();
  await page.keyboard.press('Escape');
  await admin.choose('独家供应商', '西南实业');
  await page.locator('[data-field-input="root_papers"]').setInputFiles({ name: '合同.pdf', mimeType: 'application/pdf', buffer: PDF });
  await expect(field(page, 'papers').getByRole('link', { name: '合同.pdf' })).toBeVisible();
  await page.locator('[data-field-input="root_photos"]').setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: PNG });
  await expect(field(page, 'photos').getByRole('img', { name: 'red.png' })).toBeVisible();
  await sign(page);
  await admin.button('添加一行').click();
  await page.getByRole('textbox', { name: '品名, 第 1 行' }).fill('螺丝');
  await page.getByRole('textbox', { name: '数量, 第 1 行' }).fill('3');
  await page.getByRole('textbox', { name: '单价, 第 1 行' }).fill('12.5');
  const story = page.getByRole('textbox', { name: '说明' });
  await story.click();
  await page.getByRole('button', { name: '标题', exact: true }).click();
  await page.keyboard.type('背景');
  await page.keyboard.press('Enter');
  await page.keyboard.type('这是');
  await page.getByRole('button', { name: '加粗', exact: true }).click();
  await page.keyboard.type('重点');
}

async function region(page: Page, input: Locator): Promise<void> {
  await input.click();
  for (const name of ['上海市', '市辖区', '浦东新区']) await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-cascader-menu-item').filter({ hasText: new RegExp(`^${name}$`) }).click();
}

async function sign(page: Page): Promise<void> {
  const canvas = page.locator('canvas#root_signed');
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 100);
  await page.mouse.down();
  for (let step = 0; step <= 20; step += 1) await page.mouse.move(box.x + 40 + step * 8, box.y + 90 + Math.sin(step / 2) * 35);
  await page.mouse.up();
  await page.getByRole('button', { name: '使用签名' }).click();
  await expect(page.locator('[data-field="signed"]').getByRole('img', { name: '签名' })).toBeVisible();
}
