// The folder tree in the left sidebar.
import { expect, test } from '../../fixtures/test';
import { choose } from '../../fixtures/panel';
import type { Locator, Page } from '@playwright/test';

const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Folders' });

const link = (page: Page, name: string) => sidebar(page).getByRole('link', { name, exact: true });

async function submit(page: Page, title: string, name: string, button = 'Create folder'): Promise<Locator> {
  const sheet = page.getByRole('dialog', { name: title, exact: true });
  await sheet.getByLabel('Name', { exact: true }).fill(name);
  await sheet.getByRole('button', { name: button, exact: true }).click();
  return sheet;
}

test('folders are created, nested, renamed, moved and deleted', async ({ admin: page, unique }) => {
  const [outer, inner, other] = [`Finance ${unique}`, `Budgets ${unique}`, `Archive ${unique}`];
  await page.goto('/');
  await test.step('create at the top', async () => {
    await sidebar(page).getByRole('button', { name: 'Create folder' }).click();
    await submit(page, 'Create folder', outer);
    await expect(page.getByRole('status').filter({ hasText: `${outer} is created` })).toBeVisible();
    await expect(link(page, outer)).toBeVisible();
    await sidebar(page).getByRole('button', { name: 'Create folder' }).click();
    await submit(page, 'Create folder', other);
    await expect(link(page, other)).toBeVisible();
  });
  await test.step('create below', async () => {
    await choose(page, outer, 'Create folder below');
    await submit(page, `Create folder in ${outer}`, inner);
    await expect(inside(page, outer).getByRole('link', { name: inner })).toBeVisible();
  });
  await test.step('rename', async () => {
    await choose(page, inner, 'Rename');
    const sheet = page.getByRole('dialog', { name: `Rename ${inner}` });
    await expect(sheet.getByLabel('Name', { exact: true })).toHaveValue(inner);
    await submit(page, `Rename ${inner}`, `${inner} 2027`, 'Rename');
    await expect(link(page, `${inner} 2027`)).toBeVisible();
  });
  await test.step('move', async () => {
    await choose(page, `${inner} 2027`, 'Move');
    const sheet = page.getByRole('dialog', { name: `Move ${inner} 2027` });
    await sheet.getByLabel('Parent folder').selectOption({ label: other });
    await sheet.getByRole('button', { name: 'Move', exact: true }).click();
    await expect(inside(page, other).getByRole('link', { name: `${inner} 2027` })).toBeVisible();
  });
  await test.step('open', async () => {
    await link(page, `${inner} 2027`).click();
    await expect(page.getByRole('heading', { level: 1, name: `${inner} 2027` })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toContainText(other);
  });
  await test.step('delete', async () => {
    await choose(page, `${inner} 2027`, 'Delete');
    const question = page.getByRole('dialog', { name: `Delete ${inner} 2027?` });
    await question.getByRole('button', { name: 'Delete folder' }).click();
    await expect(link(page, `${inner} 2027`)).toHaveCount(0);
    await page.reload();
    await expect(link(page, other)).toBeVisible();
    await expect(link(page, `${inner} 2027`)).toHaveCount(0);
  });
});

test('a folder that holds another is not deleted', async ({ admin: page, calls, flaws, unique }) => {
  flaws.expect(/status of (409|422)/);
  const outer = await calls.folder(`Full ${unique}`);
  await calls.folder(`Child ${unique}`, outer.id);
  await page.goto('/');
  await choose(page, outer.name, 'Delete');
  const question = page.getByRole('dialog', { name: `Delete ${outer.name}?` });
  await question.getByRole('button', { name: 'Delete folder' }).click();
  await expect(question.getByRole('alert')).toContainText(/empty|folder/i);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(link(page, outer.name)).toBeVisible();
});

test('a name that its neighbour has is said at Name', async ({ admin: page, calls, flaws, unique }) => {
  flaws.expect(/status of (409|422)/);
  const folder = await calls.folder(`Taken ${unique}`);
  await page.goto('/');
  await sidebar(page).getByRole('button', { name: 'Create folder' }).click();
  const sheet = await submit(page, 'Create folder', folder.name);
  await expect(sheet.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(sheet.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/already/);
  await expect(sheet.getByLabel('Name', { exact: true })).toHaveValue(folder.name);
});

test('folders cannot be changed without Manage folders', async ({ page, calls, signInAs, unique }) => {
  const folder = await calls.folder(`Visible ${unique}`);
  await signInAs(['manage_databases']);
  await page.goto('/');
  await expect(link(page, folder.name)).toBeVisible();
  await expect(sidebar(page).getByRole('button')).toHaveCount(0);
});

test('a folder that does not exist answers 404', async ({ admin: page, flaws }) => {
  flaws.expect(/status of 404/);
  const response = await page.goto('/folders/01900000-0000-7000-8000-000000000000');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('alert')).toContainText('does not exist');
});

/** The list item of a folder, with what is below it. */
function inside(page: Page, name: string): Locator {
  const own = page.getByRole('link', { name, exact: true });
  return sidebar(page).getByRole('listitem').filter({ has: own });
}
