// Administration → Audit log.
import { expect, test } from '../../fixtures/test';
import { Panel, choose, values } from '../../fixtures/panel';
import type { Page } from '@playwright/test';

async function filter(page: Page, text: string, action?: string): Promise<void> {
  await page.goto('/administration/audit-log');
  await page.getByLabel('Person or name').fill(text);
  if (action) await page.getByLabel('Action').selectOption(action);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.waitForURL(/text=/);
}

const entry = (page: Page, ...texts: string[]) =>
  texts.reduce((rows, text) => rows.filter({ hasText: text }), page.getByRole('row'));

test('a connection leaves its trace, and no secret', async ({ admin: page, postgres, product, unique }) => {
  const name = `Audited ${unique}`;
  const role = postgres.writer();
  const panel = await Panel.open(page);
  await panel.fill({ ...values(name, postgres, role), Password: 'a wrong password' });
  await panel.submit.click();
  await panel.expectFailure('password_wrong', /password is wrong/, /type the password again/);
  await panel.field('Password').fill(role.password);
  await panel.submit.click();
  await panel.expectConnected(name);
  await choose(page, name, 'Delete');
  await page.getByRole('button', { name: 'Delete connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: `${name} is deleted` })).toBeVisible();
  await filter(page, name);
  for (const action of ['Database not connected', 'Database connected', 'Connection deleted']) {
    await expect(entry(page, action, name)).toHaveCount(1);
    await expect(entry(page, action, name)).toContainText(product.administrator.email);
  }
  await expect(entry(page, 'Database connected', name)).toContainText('localhost');
  const text = await page.getByRole('main').innerText();
  expect(text).not.toContain(role.password);
  expect(text).not.toContain('a wrong password');
});

test('the filters are in the address, and narrow the list', async ({ admin: page, calls, unique }) => {
  const folder = await calls.folder(`Traced ${unique}`);
  await calls.call('folder/rename', { id: folder.id, name: `Retraced ${unique}` });
  await filter(page, unique);
  await expect(entry(page, unique)).toHaveCount(2);
  await page.getByLabel('Action').selectOption('Folder renamed');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(entry(page, unique)).toHaveCount(1);
  await expect(entry(page, 'Folder renamed')).toContainText(`Traced ${unique}`);
  await expect(entry(page, 'Folder renamed')).toContainText(`Retraced ${unique}`);
  await page.reload();
  await expect(page.getByLabel('Person or name')).toHaveValue(unique);
  await expect(entry(page, unique)).toHaveCount(1);
  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(page.getByLabel('Person or name')).toHaveValue('');
});

test('sign-ins and refused sign-ins are there', async ({ admin: page, calls, playwright, product, unique }) => {
  const person = await calls.user(`Rosalind ${unique}`, []);
  const request = await playwright.request.newContext();
  const attempt = (password: string) =>
    request.post(`${product.url}/sign-in`, {
      form: { email: person.email, password, next: '' },
      headers: { origin: product.url },
      maxRedirects: 0,
    });
  expect((await attempt('not it, not it')).status()).toBe(401);
  expect((await attempt(person.password)).status()).toBe(303);
  await request.dispose();
  await filter(page, person.email);
  await expect(entry(page, 'Sign-in failed', person.email)).toHaveCount(1);
  const cell = page.getByRole('cell', { name: 'Signed in', exact: true });
  await expect(entry(page, person.email).filter({ has: cell })).toHaveCount(1);
  await expect(entry(page, 'User created', `Rosalind ${unique}`)).toHaveCount(1);
});

test('nothing fits: it says so', async ({ admin: page, unique }) => {
  await filter(page, `nobody-${unique}-nowhere`);
  await expect(page.getByRole('heading', { name: 'No entry fits' })).toBeVisible();
});

test('View audit log is needed, and enough', async ({ page, context, flaws, signInAs, product }) => {
  flaws.expect(/status of 403/);
  await signInAs(['manage_users']);
  expect((await page.goto('/administration/audit-log'))?.status()).toBe(403);
  const filter = { actor: null, action: null, text: '', from: null, to: null };
  const response = await context.request.post(`${product.url}/api/audit/list`, {
    data: { filter, before: null },
    headers: { origin: product.url },
  });
  expect(response.status()).toBe(403);
});
