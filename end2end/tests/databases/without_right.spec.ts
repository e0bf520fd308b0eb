// "I don't see the Databases option": who lacks Manage databases cannot get there by any way.
import { expect, test } from '../../fixtures/test';
import { Calls } from '../../fixtures/calls';

test('Databases is not offered without Manage databases', async ({ page, signInAs }) => {
  await signInAs(['manage_users', 'manage_folders']);
  await page.goto('/');
  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Administration' }).click();
  const sidebar = page.getByRole('navigation', { name: 'Administration' });
  await expect(sidebar.getByRole('link', { name: 'Users' })).toBeVisible();
  await expect(sidebar.getByRole('link', { name: 'Databases' })).toHaveCount(0);
});

test('Administration is not offered to somebody without any right', async ({ page, signInAs }) => {
  await signInAs([]);
  await page.goto('/');
  await page.getByRole('banner').getByRole('button').last().click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Administration' })).toHaveCount(0);
});

test('the direct address answers 403 and says which authorisation it takes', async ({ page, flaws, signInAs }) => {
  flaws.expect(/status of 403/);
  await signInAs(['view_audit_log']);
  const response = await page.goto('/administration/databases');
  expect(response?.status()).toBe(403);
  await expect(page.getByText('You need the Manage databases authorisation on Site level. Ask a site administrator to grant it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect database' })).toHaveCount(0);
});

test('Manage databases alone is enough', async ({ page, signInAs }) => {
  await signInAs(['manage_databases']);
  const response = await page.goto('/administration/databases');
  expect(response?.status()).toBe(200);
  await expect(page.getByRole('button', { name: 'Connect database' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Users' })).toHaveCount(0);
});

const nobody = '01900000-0000-7000-8000-000000000000';
const draft = {
  name: 'x', kind: 'postgresql', scope: 'site', instance: 'x', host: 'localhost', port: '5432',
  schema: 'x', read_only: false, username: 'x', password: 'x', trust: 'system_roots',
};
const functions: Record<string, object> = {
  'connection/list': {},
  'connection/egress': {},
  'connection/connect': { draft },
  'connection/edit': { id: nobody, revision: 1, draft },
  'connection/test': { id: nobody },
  'connection/change_password': { id: nobody, password: 'x' },
  'connection/copy': { id: nobody },
  'connection/delete': { id: nobody },
};

test('every server function behind Databases answers 403', async ({ context, product, signInAs }) => {
  await signInAs(['manage_users', 'manage_folders', 'view_audit_log']);
  const calls = new Calls(context.request, product);
  for (const [path, body] of Object.entries(functions)) {
    const response = await calls.raw(path, body);
    expect(response.status(), path).toBe(403);
    expect(await response.json(), path).toMatchObject({ code: 'forbidden' });
  }
});

test('every server function behind Databases answers 401 to strangers', async ({ playwright, product }) => {
  const request = await playwright.request.newContext();
  const calls = new Calls(request, product);
  for (const [path, body] of Object.entries(functions)) {
    const response = await calls.raw(path, body);
    expect(response.status(), path).toBe(401);
  }
  await request.dispose();
});
