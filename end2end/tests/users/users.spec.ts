// Administration → Users.
import { expect, test } from '../../fixtures/test';
import { Calls } from '../../fixtures/calls';
import { choose, row } from '../../fixtures/panel';

test('a user is created with single authorisations, and has just those', async ({ admin: page, newBrowser, unique }) => {
  const [name, email, password] = [`Lise ${unique}`, `lise.${unique}@example.com`, 'Berge-und-Tal-9'];
  await page.goto('/administration/users');
  await page.getByRole('button', { name: 'Create user' }).click();
  const sheet = page.getByRole('dialog', { name: 'Create user' });
  await sheet.getByLabel('Name', { exact: true }).fill(name);
  await sheet.getByLabel('Email').fill(email);
  await sheet.getByLabel('Password', { exact: true }).fill(password);
  await expect(sheet.getByRole('radio', { name: 'Single authorisations' })).toBeChecked();
  await sheet.getByRole('checkbox', { name: 'Manage databases' }).check();
  await sheet.getByRole('button', { name: 'Create user' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${name} is created` })).toBeVisible();
  await expect(row(page, name)).toContainText('Manage databases');
  await expect(row(page, name)).toContainText('Active');

  const theirs = await (await newBrowser()).newPage();
  await theirs.goto('/sign-in');
  await theirs.getByLabel('Email').fill(email);
  await theirs.getByLabel('Password').fill(password);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await theirs.getByRole('banner').getByRole('button').last().click();
  await theirs.getByRole('menuitem', { name: 'Administration' }).click();
  await expect(theirs.getByRole('navigation', { name: 'Administration' }).getByRole('link')).toHaveText(['Databases', /Back/]);
});

test('an administrator holds every authorisation', async ({ admin: page, unique }) => {
  await page.goto('/administration/users');
  await page.getByRole('button', { name: 'Create user' }).click();
  const sheet = page.getByRole('dialog', { name: 'Create user' });
  await sheet.getByLabel('Name', { exact: true }).fill(`Emmy ${unique}`);
  await sheet.getByLabel('Email').fill(`emmy.${unique}@example.com`);
  await sheet.getByLabel('Password', { exact: true }).fill('Ring-und-Ideal-10');
  await sheet.getByRole('radio', { name: 'Administrator' }).check();
  for (const right of ['Manage databases', 'Manage folders', 'Manage users', 'View audit log']) {
    await expect(sheet.getByRole('checkbox', { name: right })).toBeChecked();
  }
  await sheet.getByRole('button', { name: 'Create user' }).click();
  await expect(row(page, `Emmy ${unique}`)).toContainText('Administrator');
});

test('what does not hold is said at its field, and stays', async ({ admin: page, flaws, unique }) => {
  flaws.expect(/status of (409|422)/);
  await page.goto('/administration/users');
  await page.getByRole('button', { name: 'Create user' }).click();
  const sheet = page.getByRole('dialog', { name: 'Create user' });
  await sheet.getByLabel('Name', { exact: true }).fill(`Short ${unique}`);
  await sheet.getByLabel('Email').fill('no address');
  await sheet.getByLabel('Password', { exact: true }).fill('short');
  await sheet.getByRole('button', { name: 'Create user' }).click();
  await expect(sheet.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true');
  await expect(sheet.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/12 characters/);
  await expect(sheet.getByLabel('Name', { exact: true })).toHaveValue(`Short ${unique}`);
  await expect(sheet.getByLabel('Email')).toHaveValue('no address');
});

test('authorisations are changed, and count at once', async ({ admin: page, calls, playwright, product, unique }) => {
  const person = await calls.user(`Sofia ${unique}`, ['manage_folders']);
  const request = await playwright.request.newContext();
  const theirs = new Calls(request, product);
  await theirs.signIn(person);
  expect((await theirs.raw('connection/list', {})).status()).toBe(403);
  await page.goto('/administration/users');
  await choose(page, `Sofia ${unique}`, 'Edit');
  const sheet = page.getByRole('dialog', { name: `Edit Sofia ${unique}` });
  await expect(sheet.getByRole('checkbox', { name: 'Manage folders' })).toBeChecked();
  await sheet.getByRole('checkbox', { name: 'Manage folders' }).uncheck();
  await sheet.getByRole('checkbox', { name: 'Manage databases' }).check();
  await sheet.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: `Sofia ${unique} is saved` })).toBeVisible();
  expect((await theirs.raw('connection/list', {})).status()).toBe(200);
  expect((await theirs.raw('folder/create', { parent: null, name: `No ${unique}` })).status()).toBe(403);
  await request.dispose();
});

test('a deactivated user is out at once, and in again when reactivated', async ({ admin: page, calls, playwright, product, unique }) => {
  const person = await calls.user(`Maria ${unique}`, []);
  const request = await playwright.request.newContext();
  const theirs = new Calls(request, product);
  await theirs.signIn(person);
  await page.goto('/administration/users');
  await choose(page, `Maria ${unique}`, 'Deactivate');
  await page.getByRole('dialog', { name: `Deactivate Maria ${unique}?` }).getByRole('button', { name: 'Deactivate' }).click();
  await expect(row(page, `Maria ${unique}`)).toContainText('Deactivated');
  expect((await theirs.raw('folder/tree', {})).status()).toBe(401);
  await expect(theirs.signIn(person)).rejects.toThrow();
  await choose(page, `Maria ${unique}`, 'Reactivate');
  await page.getByRole('dialog', { name: `Reactivate Maria ${unique}?` }).getByRole('button', { name: 'Reactivate' }).click();
  await expect(row(page, `Maria ${unique}`)).toContainText('Active');
  await theirs.signIn(person);
  await request.dispose();
});

test('a password is reset, and the old sessions end', async ({ admin: page, calls, playwright, product, unique }) => {
  const person = await calls.user(`Ida ${unique}`, []);
  const request = await playwright.request.newContext();
  const theirs = new Calls(request, product);
  await theirs.signIn(person);
  await page.goto('/administration/users');
  await choose(page, `Ida ${unique}`, 'Reset password');
  const sheet = page.getByRole('dialog', { name: `Reset password of Ida ${unique}` });
  await sheet.getByLabel('New password').fill('Neu-und-sicher-11');
  await sheet.getByRole('button', { name: 'Reset password' }).click();
  await expect(page.getByRole('status').filter({ hasText: `The password of Ida ${unique} is reset` })).toBeVisible();
  expect((await theirs.raw('folder/tree', {})).status()).toBe(401);
  await expect(theirs.signIn(person)).rejects.toThrow();
  await theirs.signIn({ ...person, password: 'Neu-und-sicher-11' });
  await request.dispose();
});
