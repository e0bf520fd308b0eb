// What can be done with a connection afterwards.
import { expect, test } from '../../fixtures/test';
import { Panel, choose, row, values } from '../../fixtures/panel';
import type { Page } from '@playwright/test';
import type { Postgres, Role } from '../../fixtures/postgres';

async function connect(page: Page, name: string, postgres: Postgres, role: Role): Promise<void> {
  const panel = await Panel.open(page);
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.expectConnected(name);
}

async function edit(page: Page, name: string): Promise<Panel> {
  await choose(page, name, 'Edit');
  const panel = new Panel(page, `Edit ${name}`, 'Save');
  await expect(panel.dialog).toBeVisible();
  return panel;
}

test('a connection is renamed without its password', async ({ admin, postgres, unique }) => {
  const name = `Before ${unique}`;
  await connect(admin, name, postgres, postgres.writer());
  const panel = await edit(admin, name);
  await expect(panel.field('Password')).toHaveValue('');
  await panel.field('Name').fill(`After ${unique}`);
  await panel.submit.click();
  await expect(panel.dialog).toBeHidden();
  await expect(admin.getByRole('status').filter({ hasText: `After ${unique} is saved` })).toBeVisible();
  await expect(row(admin, `After ${unique}`)).toBeVisible();
  await expect(row(admin, name)).toHaveCount(0);
});

test('another host demands the password again', async ({ admin, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const name = `Moved ${unique}`;
  const role = postgres.writer();
  await connect(admin, name, postgres, role);
  const panel = await edit(admin, name);
  await panel.field('Host').fill('127.0.0.1');
  await expect(panel.dialog.getByText('Enter the password again')).toBeVisible();
  await panel.submit.click();
  await panel.expectShown('Password', /password again/i);
  await panel.field('Password').fill(role.password);
  await panel.submit.click();
  await expect(panel.dialog).toBeHidden();
  await expect(row(admin, name)).toContainText('127.0.0.1 / company / hr');
});

test('a connection is tested again, and its health tells', async ({ admin, postgres, unique }) => {
  const name = `Tested ${unique}`;
  const role = postgres.writer();
  await connect(admin, name, postgres, role);
  postgres.sql(`alter role ${role.username} nologin`);
  await choose(admin, name, 'Test again');
  const panel = new Panel(admin, `Test ${name}`, 'Test again');
  await panel.expectFailure('role_cannot_login', /not permitted to log in/, /right to log in/);
  await expect(panel.dialog.getByLabel('SQL', { exact: true })).toContainText(`ALTER ROLE "${role.username}" LOGIN`);
  await expect(row(admin, name)).toContainText('Fails');
  postgres.sql(`alter role ${role.username} login`);
  await panel.submit.click();
  await expect(admin.getByRole('status').filter({ hasText: `${name} works` })).toBeVisible();
  await panel.dialog.getByRole('button', { name: 'Close' }).first().click();
  await expect(row(admin, name)).toContainText('Works');
});

test('a password is changed once the test passes with it', async ({ admin, postgres, unique }) => {
  const name = `Rotated ${unique}`;
  const role = postgres.writer();
  await connect(admin, name, postgres, role);
  postgres.sql(`alter role ${role.username} password 'a-new-password'`);
  await choose(admin, name, 'Change password');
  const panel = new Panel(admin, `Change password of ${name}`, 'Change password');
  await panel.field('Password').fill(role.password);
  await panel.submit.click();
  await panel.expectFailure('password_wrong', /password is wrong/, /type the password again/);
  await panel.dialog.getByRole('button', { name: 'Go to the marked field' }).click();
  await expect(panel.field('Password')).toBeFocused();
  await panel.field('Password').fill('a-new-password');
  await panel.submit.click();
  await expect(panel.dialog).toBeHidden();
  await expect(admin.getByRole('status').filter({ hasText: `The password of ${name} is changed` })).toBeVisible();
});

test('no marked field is promised where the form has none', async ({ admin, postgres, unique }) => {
  const name = `Locked ${unique}`;
  const role = postgres.writer();
  await connect(admin, name, postgres, role);
  postgres.sql(`alter role ${role.username} nologin`);
  await choose(admin, name, 'Change password');
  const panel = new Panel(admin, `Change password of ${name}`, 'Change password');
  await panel.field('Password').fill(role.password);
  await panel.submit.click();
  await panel.expectFailure('role_cannot_login', /not permitted to log in/, /right to log in/);
  await expect(panel.dialog.getByRole('button', { name: 'Go to the marked field' })).toHaveCount(0);
});

test('a connection is copied without its password', async ({ admin, postgres, unique }) => {
  const name = `Original ${unique}`;
  const role = postgres.writer();
  await connect(admin, name, postgres, role);
  await choose(admin, name, 'Copy');
  const panel = new Panel(admin);
  await expect(panel.dialog).toBeVisible();
  const { Name: _, ...kept } = values(name, postgres, role);
  await panel.expectValues({ ...kept, Password: '' });
  await panel.field('Name').fill(`Duplicate ${unique}`);
  await panel.submit.click();
  await panel.expectShown('Password', /Enter the password/);
  await panel.field('Password').fill(role.password);
  await panel.submit.click();
  await panel.expectConnected(`Duplicate ${unique}`);
  await expect(row(admin, name)).toBeVisible();
});

test('a connection is deleted after a question', async ({ admin, postgres, unique }) => {
  const name = `Doomed ${unique}`;
  await connect(admin, name, postgres, postgres.writer());
  await choose(admin, name, 'Delete');
  const question = admin.getByRole('dialog', { name: `Delete ${name}?` });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  await expect(row(admin, name)).toBeVisible();
  await test.step('it says what is given up with it', async () => {
    await admin.route('**/api/connection/unsettled', (route) => route.fulfill({ json: 2 }));
    await choose(admin, name, 'Delete');
    await expect(question).toContainText('Of 2 changes it is not known yet whether the database kept what was saved.');
  });
  await question.getByRole('button', { name: 'Delete connection' }).click();
  await expect(admin.getByRole('status').filter({ hasText: `${name} is deleted` })).toBeVisible();
  await expect(row(admin, name)).toHaveCount(0);
});

test('no stored password comes back to the browser', async ({ admin, calls, postgres, unique }) => {
  const name = `Sealed ${unique}`;
  const role = postgres.writer();
  const heard: Promise<string>[] = [];
  admin.on('response', (response) => {
    if (response.url().includes('/api/') || response.url().includes('/administration')) {
      heard.push(response.text().catch(() => ''));
    }
  });
  await connect(admin, name, postgres, role);
  const panel = await edit(admin, name);
  await panel.dialog.getByRole('button', { name: 'Cancel' }).click();
  await admin.reload();
  await expect(row(admin, name)).toBeVisible();
  heard.push(calls.raw('connection/list', {}).then((response) => response.text()));
  for (const text of await Promise.all(heard)) expect(text).not.toContain(role.password);
});
