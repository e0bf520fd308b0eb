// Every page and the open panels, looked at by axe; in light, dark and narrow.
import { expectAccessible } from '../fixtures/axe';
import { expect, test } from '../fixtures/test';
import { Silent } from '../fixtures/listeners';
import { Panel, choose, values } from '../fixtures/panel';
import { Product } from '../fixtures/product';

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

test('set-up, without and with its link, and an empty list of databases', async ({ page }) => {
  const { product, link } = await Product.startUnset();
  await page.goto(product.url);
  await expect(page.getByRole('heading', { name: 'NextTables is not set up yet' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(link);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await expectAccessible(page);
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByLabel('Password').fill('Notes-by-the-translator');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  await page.goto(`${product.url}/administration/databases`);
  await expect(page.getByRole('heading', { name: 'No database connected yet' })).toBeVisible();
  await expectAccessible(page);
  await product.stop();
});

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

test('sheets and the question for a user who is there', async ({ admin: page, calls, unique }) => {
  const name = `Seen ${unique}`;
  await calls.user(name, ['manage_folders']);
  await page.goto('/administration/users');
  for (const [item, title] of [['Edit', `Edit ${name}`], ['Reset password', `Reset password of ${name}`], ['Deactivate', `Deactivate ${name}?`]] as const) {
    await choose(page, name, item);
    const dialog = page.getByRole('dialog', { name: title });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
  }
});

test('panels of a connection that is there', async ({ admin: page, postgres, unique }) => {
  const name = `Seen ${unique}`;
  const panel = await Panel.open(page);
  await panel.fill(values(name, postgres, postgres.writer()));
  await panel.submit.click();
  await panel.expectConnected(name);
  for (const [item, title, leave] of [['Edit', `Edit ${name}`, 'Cancel'], ['Change password', `Change password of ${name}`, 'Cancel'], ['Test again', `Test ${name}`, 'Close']] as const) {
    await choose(page, name, item);
    const dialog = page.getByRole('dialog', { name: title });
    await expect(dialog).toBeVisible();
    if (item === 'Test again') await expect(page.getByRole('status').filter({ hasText: `${name} works` })).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: leave, exact: true }).last().click();
    await expect(dialog).toBeHidden();
  }
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

test('panel: while a test is running', async ({ admin: page, postgres, unique }) => {
  await page.addInitScript(holdTest);
  const silent = await Silent.start();
  const panel = await Panel.open(page);
  await panel.fill({ ...values(`Seen ${unique}`, postgres, postgres.writer()), Port: String(silent.port) });
  await panel.submit.click();
  const stage = panel.dialog.getByRole('listitem').filter({ hasText: 'Ask for TLS' });
  await expect(stage).toHaveAttribute('aria-current', 'step');
  await expectAccessible(page);
  await expect(stage, 'it runs still').toHaveAttribute('aria-current', 'step');
  await expect(panel.dialog.getByRole('button', { name: 'Cancel test' })).toBeVisible();
  silent.stop();
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

/** In the page: a test that fails does not end, for a look may take longer than the server waits. */
function holdTest(): void {
  const { fetch } = window;
  const held = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, passed) => {
        if (!new TextDecoder().decode(chunk).includes('failed')) passed.enqueue(chunk);
      },
      flush: () => new Promise(() => {}),
    });
  window.fetch = async (...asked) => {
    const response = await fetch(...asked);
    if (!response.url.endsWith('/connection/connect')) return response;
    return new Response(response.body?.pipeThrough(held()), response);
  };
}
