// Every page and the open panels, looked at by axe; in light, dark and narrow.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures/test';
import { Panel, choose, values } from '../fixtures/panel';
import type { Page } from '@playwright/test';

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((n) => n.html).join(' | ')}`);
  expect(told).toEqual([]);
}

test('sign-in', async ({ page, flaws }) => {
  flaws.expect(/status of 401/);
  await page.goto('/sign-in');
  await expectAccessible(page);
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
});

const pages = {
  'start page': '/',
  account: '/account',
  administration: '/administration',
  users: '/administration/users',
  'audit log': '/administration/audit-log',
};
for (const [what, path] of Object.entries(pages)) {
  test(what, async ({ admin: page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });
}

test('avatar menu', async ({ admin: page }) => {
  await page.goto('/');
  await page.getByRole('banner').getByRole('button').last().click();
  await expect(page.getByRole('menuitem', { name: 'Administration' })).toBeVisible();
  await expectAccessible(page);
});

test('folder with folders, and its dialogs', async ({ admin: page, calls, unique }) => {
  const folder = await calls.folder(`Seen ${unique}`);
  const inner = await calls.folder(`Within ${unique}`, folder.id);
  await page.goto(`/folders/${inner.id}`);
  await expect(page.getByRole('heading', { level: 1, name: inner.name })).toBeVisible();
  await expectAccessible(page);
  await choose(page, folder.name, 'Move');
  await expect(page.getByRole('dialog', { name: `Move ${folder.name}` })).toBeVisible();
  await expectAccessible(page);
});

test('sheet for a user', async ({ admin: page }) => {
  await page.goto('/administration/users');
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(page.getByRole('dialog', { name: 'Create user' })).toBeVisible();
  await expectAccessible(page);
});

test('panel: locked, unlocked, with problems', async ({ admin: page }) => {
  const panel = await Panel.open(page);
  await expectAccessible(page);
  await panel.field('Type').selectOption('PostgreSQL');
  await panel.dialog.getByText('Set-up SQL', { exact: true }).click();
  await expectAccessible(page);
  await panel.submit.click();
  await panel.expectMarked('Host', /Enter a host/);
  await expectAccessible(page);
});

test('panel: a failed test with the certificate, then the list', async ({ admin: page, privatePostgres, unique }) => {
  const typed = values(`Seen ${unique}`, privatePostgres, privatePostgres.writer());
  const panel = await Panel.open(page);
  await panel.fill(typed);
  await panel.submit.click();
  await panel.expectFailure('certificate_untrusted', /is not signed/, /Trust this certificate/);
  await expectAccessible(page);
  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await panel.submit.click();
  await panel.expectConnected(typed.Name);
  await expectAccessible(page);
  await choose(page, typed.Name, 'Delete');
  await expect(page.getByRole('dialog', { name: `Delete ${typed.Name}?` })).toBeVisible();
  await expectAccessible(page);
});

test('pages that are not there or not for one', async ({ page, flaws, signInAs }) => {
  flaws.expect(/status of 40[34]/);
  await signInAs([]);
  for (const path of ['/no/such/page', '/administration/databases', '/folders/nothing']) {
    await page.goto(path);
    await expectAccessible(page);
  }
});
