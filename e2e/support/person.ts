/** Somebody at a browser of their own. What they do is found by role and name, as they would find it. */

import { expect, type APIResponse, type Browser, type Download, type Locator, type Page } from '@playwright/test';
import type { Account } from './workspace.ts';

/** A list on its way out is drawn for a moment still. */
const OPEN_LIST = '.ant-select-dropdown:not(.ant-select-dropdown-hidden):not(.ant-slide-up-leave)';

export class Person {
  readonly page: Page;
  readonly url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  /** A fresh browser context: other cookies, other storage. */
  static async arrive(browser: Browser, url: string): Promise<Person> {
    const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } });
    return new Person(await context.newPage(), url);
  }

  static async signedIn(browser: Browser, url: string, account: Account): Promise<Person> {
    const person = await Person.arrive(browser, url);
    await person.signIn(account);
    return person;
  }

  async leave(): Promise<void> {
    await this.page.context().close();
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
  }

  async signIn({ email, password }: Account): Promise<void> {
    await this.goTo('/sign-in');
    await this.page.getByLabel('邮箱').fill(email);
    await this.page.getByLabel('密码', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: '登录' }).click();
    await expect(this.navigation).toBeVisible();
  }

  get navigation(): Locator {
    return this.page.getByRole('navigation', { name: /主导航|Main navigation/ });
  }

  /** By a link of the sidebar, `客户`; waits for the page of that name. */
  async open(name: string): Promise<void> {
    await this.navigation.getByRole('link', { name: new RegExp(`^([a-z-]+ )?${escaped(name)}( \\d.*)?$`) }).click();
    await expect(this.heading(name)).toBeVisible();
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  button(name: string, within: Locator | Page = this.page): Locator {
    return within.getByRole('button', { name: afterIcon(name) });
  }

  dialog(name?: string | RegExp): Locator {
    return this.page.getByRole('dialog', name === undefined ? {} : { name });
  }

  /** Rows of the list without its head. */
  rows(): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('cell') });
  }

  /** The row of the list with this title. */
  row(title: string): Locator {
    return this.rows().filter({ has: this.page.getByRole('link', { name: title, exact: true }) });
  }

  async openRecord(title: string): Promise<void> {
    await this.page.getByRole('link', { name: title, exact: true }).first().click();
    await expect(this.heading(title)).toBeVisible();
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(text);
    await this.page.getByRole('searchbox').press('Enter');
  }

  /** A text, number or money field of a form; leaves it afterwards. */
  async fill(field: string, value: string): Promise<void> {
    const input = this.page.getByRole('textbox', { name: field, exact: true });
    await input.fill(value);
    await input.blur();
  }

  /** A choice, member or record, found by typing. */
  async choose(field: string, option: string, within: Locator | Page = this.page): Promise<void> {
    const box = within.getByRole('combobox', { name: field, exact: true });
    await box.click();
    if (await box.isEditable()) await box.fill(option);
    await this.option(option).click();
  }

  /** Chooses from the list that is open, of which one can be chosen; waits for it to go, so that it is not taken for the next one. */
  async take(option: string | RegExp): Promise<void> {
    await this.option(option).click();
    await expect(this.page.locator(OPEN_LIST)).toHaveCount(0);
  }

  /** antd draws what is chosen from outside of the listbox it announces. */
  option(text: string | RegExp): Locator {
    return this.page.locator(`${OPEN_LIST} .ant-select-item-option`).filter({ hasText: typeof text === 'string' ? new RegExp(`^${escaped(text)}$`) : text });
  }

  /** From the menu that is open; waits for it to go, so that it is not taken for the next one. */
  async pick(item: string): Promise<void> {
    const menu = this.page.locator('.ant-dropdown:not(.ant-dropdown-hidden)');
    await menu.getByRole('menuitem', { name: afterIcon(item) }).click();
    await expect(menu).toHaveCount(0);
  }

  async save(): Promise<void> {
    await this.button('保存').click();
  }

  /** The short message that something worked; gone again, so that the next one is another. */
  async told(text: string | RegExp): Promise<void> {
    await expect(this.page.locator('.ant-message-notice').filter({ hasText: text }).first()).toBeVisible();
  }

  problemOf(field: string): Locator {
    return this.page.locator('[data-field]').filter({ has: this.page.locator('label').getByText(new RegExp(`^${escaped(field)}( \\*)?$`)) }).getByRole('alert');
  }

  /** A fact of a record's page: the value under its name. */
  fact(name: string): Locator {
    return this.page.locator('dl > div').filter({ has: this.page.locator('dt').getByText(name, { exact: true }) }).locator('dd');
  }

  async download(act: () => Promise<void>): Promise<Download> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), act()]);
    return download;
  }

  /** With this person's own session, past the pages. */
  async api(method: string, path: string, body?: unknown): Promise<APIResponse> {
    const session = (await (await this.page.request.get(`${this.url}/api/session`)).json()) as { csrfToken: string };
    return this.page.request.fetch(`${this.url}${path}`, { method, headers: { 'x-csrf-token': session.csrfToken }, ...(body === undefined ? {} : { data: body as never }) });
  }
}

/** The icons of antd have names of their own, which come first: "plus 新建客户". */
export const afterIcon = (text: string): RegExp => new RegExp(`^([a-z-]+ )?${escaped(text)}$`);

export const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

export async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
