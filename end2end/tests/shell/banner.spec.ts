// The banner: theme, account, the way out, and what is shown where there is no page.
import { expect, test } from '../../fixtures/test';
import { holdScript } from '../../fixtures/hold';
import type { Page } from '@playwright/test';

async function openMenu(page: Page): Promise<void> {
  await page.getByRole('banner').getByRole('button').last().click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
}

const background = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test('the theme is chosen and kept', async ({ admin: page }) => {
  await page.goto('/');
  const light = await background(page);
  await openMenu(page);
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(() => background(page)).not.toBe(light);
  const dark = await background(page);
  await page.reload();
  expect(await background(page), 'before anything else is painted').toBe(dark);
  await openMenu(page);
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeChecked();
  await page.getByRole('menuitemradio', { name: 'Light' }).click();
  await expect.poll(() => background(page)).toBe(light);
});

test('a click that comes before the script is not lost', async ({ admin: page }) => {
  const release = await holdScript(page);
  await page.goto('/administration/databases', { waitUntil: 'commit' });
  await page.getByRole('button', { name: 'Connect database' }).click();
  release();
  await expect(page.getByRole('dialog', { name: 'Connect new database' })).toBeVisible();
});

test('keys in a menu that come before the script are not lost', async ({ admin: page }) => {
  const release = await holdScript(page);
  await page.goto('/', { waitUntil: 'commit' });
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Administration' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  release();
  await expect(page.getByRole('menuitemradio').last()).toBeFocused();
});

test('what is typed and sent before the script comes is not lost, and not in the address', async ({ admin: page, flaws }) => {
  flaws.expect(/status of 422/);
  const release = await holdScript(page);
  await page.goto('/account', { waitUntil: 'commit' });
  const form = page.getByRole('region', { name: 'Change password' });
  await form.getByLabel('Present password').fill('something else');
  await form.getByLabel('New password').fill('Regen-und-Sonne-8');
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(page).toHaveURL(/\/account$/);
  release();
  await expect(form.getByLabel('Present password')).toHaveAccessibleDescription(/not your present password/);
  await expect(form.getByLabel('New password')).toHaveValue('Regen-und-Sonne-8');
});

test('a form that is sent while the script takes over has what was chosen before', async ({ admin: page }) => {
  // The moment between the script's start and its look at what was typed is made long.
  await page.addInitScript(() => {
    const later = window.setTimeout;
    const delayed = (run: () => void, ...rest: unknown[]) =>
      run.name === 'replay' ? Object.assign(window, { heldReplay: run }) : Reflect.apply(later, window, [run, ...rest]);
    Object.assign(window, { setTimeout: delayed });
  });
  const release = await holdScript(page);
  await page.goto('/administration/audit-log', { waitUntil: 'commit' });
  await page.getByLabel('Action').selectOption('Folder renamed');
  release();
  await page.waitForFunction(() => 'heldReplay' in window);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.evaluate(() => (window as unknown as { heldReplay: () => void }).heldReplay());
  await expect(page).toHaveURL(/action=folder_renamed/);
  await expect(page.getByLabel('Action')).toHaveValue('folder_renamed');
});

test('signing out ends the session', async ({ admin: page }) => {
  await page.goto('/');
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goto('/administration/users');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('the account shows where one is signed in, and ends a session there', async ({ newBrowser, page, signInAs }) => {
  const person = await signInAs([]);
  const other = await (await newBrowser()).newPage();
  await other.goto('/sign-in');
  await other.getByLabel('Email').fill(person.email);
  await other.getByLabel('Password').fill(person.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  await page.goto('/account');
  await expect(page.getByText('This browser')).toHaveCount(1);
  await page.getByRole('button', { name: /^Sign out there/ }).click();
  await expect(page.getByRole('button', { name: /^Sign out there/ })).toHaveCount(0);
  await other.goto('/account');
  await expect(other).toHaveURL(/\/sign-in/);
});

test('one changes the own password', async ({ page, flaws, signInAs, playwright, product }) => {
  flaws.expect(/status of 422/);
  const person = await signInAs([]);
  await page.goto('/account');
  const form = page.getByRole('region', { name: 'Change password' });
  await form.getByLabel('Present password').fill('something else');
  await form.getByLabel('New password').fill('Regen-und-Sonne-8');
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form.getByLabel('Present password')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Present password').fill(person.password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your password is changed' })).toBeVisible();
  const request = await playwright.request.newContext();
  const headers = { origin: product.url };
  const attempt = (password: string) =>
    request.post(`${product.url}/sign-in`, { form: { email: person.email, password, next: '' }, headers, maxRedirects: 0 });
  expect((await attempt(person.password)).status()).not.toBe(303);
  expect((await attempt('Regen-und-Sonne-8')).status()).toBe(303);
  await request.dispose();
});

test('an address without a page says so', async ({ admin: page, flaws }) => {
  flaws.expect(/status of 404/);
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
});
