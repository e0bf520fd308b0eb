// A folder's tables, and the sheet "Connect table".
import { expect, test } from '../../fixtures/test';
import { choose, row } from '../../fixtures/panel';
import { Schema } from '../../fixtures/schema';
import type { Locator, Page } from '@playwright/test';

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Connect table', exact: true });

async function open(page: Page, folder: { id: string }): Promise<Locator> {
  await page.goto(`/folders/${folder.id}`);
  await page.getByRole('button', { name: 'Connect table' }).click();
  await expect(sheet(page)).toBeVisible();
  return sheet(page);
}

const box = (within: Locator, name: string) => within.getByRole('checkbox', { name, exact: true });

const staff = [
  'create table employee (id bigint generated always as identity primary key, name text)',
  `comment on table employee is 'Everyone under contract'`,
  'create table absence (employee bigint, starts_on date, primary key (employee, starts_on))',
  'create view present as select name from employee',
  'create table note (text text)',
];

test('several tables and views are connected at once', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...staff);
  const folder = await calls.folder(`Staff ${unique}`);
  const connection = await schema.connect(calls, `Staff ${unique}`, { folders: [folder.id] });
  await page.goto(`/folders/${folder.id}`);
  await expect(page.getByRole('heading', { name: 'No table in this folder yet' })).toBeVisible();
  const dialog = await open(page, folder);
  await test.step('the schema of the chosen connection is shown', async () => {
    await dialog.getByLabel('Database connection').selectOption({ label: connection.name });
    await expect(row(page, 'employee')).toContainText('Everyone under contract');
    await expect(row(page, 'employee')).toContainText('Table');
    await expect(row(page, 'employee')).toContainText('read, insert, update, delete');
    await expect(row(page, 'absence')).toContainText('employee, starts_on');
    await expect(row(page, 'present')).toContainText('View');
    await expect(row(page, 'note')).toContainText('none: rows go by their address');
    await expect(dialog.getByRole('button', { name: 'Connect table' })).toBeDisabled();
  });
  await test.step('search', async () => {
    await dialog.getByLabel('Search').fill('contract');
    await expect(dialog.getByRole('checkbox')).toHaveCount(2);
    await box(dialog, 'employee').check();
    await dialog.getByLabel('Search').fill('PRES');
    await box(dialog, 'present').check();
    await dialog.getByLabel('Search').fill('nowhere');
    await expect(dialog.getByRole('status')).toHaveText('No table or view contains “nowhere”.');
    await expect(dialog.getByRole('table')).toBeHidden();
    await dialog.getByLabel('Search').fill('');
    await expect(box(dialog, 'employee')).toBeChecked();
  });
  await dialog.getByRole('button', { name: 'Connect 2 tables' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: '2 tables are connected' })).toBeVisible();
  await expect(row(page, 'employee')).toContainText(connection.name);
  await expect(row(page, 'present')).toContainText(schema.name);
  await test.step('what is connected here is not offered again', async () => {
    await open(page, folder);
    await dialog.getByLabel('Database connection').selectOption({ label: connection.name });
    await expect(box(dialog, 'employee')).toBeDisabled();
    await expect(dialog.getByRole('row').filter({ hasText: 'Everyone under contract' })).toContainText('Connected here');
    await box(dialog, 'All that are shown').check();
    await dialog.getByRole('button', { name: 'Connect 2 tables' }).click();
    await expect(page.getByRole('rowheader')).toHaveCount(4);
  });
});

test('how many rows there are about, the key, and what can be done here are told', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table code (code text not null unique, name text)',
    `insert into code select n, 'Code ' || n from generate_series(1, 1234) n`, 'analyze code', 'create table fresh (id int primary key)');
  const folder = await calls.folder(`Told ${unique}`);
  await schema.connect(calls, `Told ${unique}`, { folders: [folder.id] });
  await schema.connect(calls, `Told read ${unique}`, { folders: [folder.id], read_only: true });
  const dialog = await open(page, folder);
  const cells = (name: string) => row(page, name).getByRole('cell');
  await dialog.getByLabel('Database connection').selectOption({ label: `Told ${unique}` });
  const written = 'read, insert, update, delete';
  await expect(cells('code')).toHaveText(['', 'Table', 'about 1,234', 'code (unique)', written]);
  await expect(cells('fresh')).toHaveText(['', 'Table', 'not estimated', 'id', written]);
  await dialog.getByLabel('Database connection').selectOption({ label: `Told read ${unique} (read-only)` });
  await expect(cells('code')).toHaveText(['', 'Table', 'about 1,234', 'code (unique)', 'read']);
});

test('a role that lacks privileges is told which, with the SQL', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...staff);
  schema.sql(`revoke all on absence from ${schema.role.username}`, `revoke update, delete on note from ${schema.role.username}`);
  const folder = await calls.folder(`Closed ${unique}`);
  await schema.connect(calls, `Closed ${unique}`);
  await page.goto(`/folders/${folder.id}`);
  await page.getByRole('button', { name: 'Connect table' }).click();
  await sheet(page).getByLabel('Database connection').selectOption({ label: `Closed ${unique}` });
  await expect(box(sheet(page), 'absence')).toBeDisabled();
  await expect(row(page, 'absence')).toContainText('SELECT, INSERT, UPDATE, DELETE missing');
  await expect(box(sheet(page), 'note')).toBeEnabled();
  await row(page, 'note').getByText('UPDATE, DELETE missing').click();
  const sql = row(page, 'note').getByRole('region', { name: 'GRANT SQL' });
  await expect(sql).toContainText(/grant/i);
  postgres.sql((await sql.innerText()).trim());
  await sheet(page).getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Connect table' }).click();
  await sheet(page).getByLabel('Database connection').selectOption({ label: `Closed ${unique}` });
  await expect(row(page, 'note')).toContainText('read, insert, update, delete');
});

test('an empty schema says why nothing is found', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Bare ${unique}`);
  await schema.connect(calls, `Bare ${unique}`, { folders: [folder.id] });
  const dialog = await open(page, folder);
  await dialog.getByLabel('Database connection').selectOption({ label: `Bare ${unique}` });
  await expect(dialog.getByText('This schema has no table and no view.')).toBeVisible();
});

test('a database that refuses is told, and asked again', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of (4|5)\d\d/);
  flaws.expect(/^status 5\d\d/);
  const schema = Schema.make(postgres, unique, ...staff);
  const folder = await calls.folder(`Locked ${unique}`);
  await schema.connect(calls, `Locked ${unique}`, { folders: [folder.id] });
  postgres.sql(`alter role ${schema.role.username} nologin`);
  const dialog = await open(page, folder);
  await dialog.getByLabel('Database connection').selectOption({ label: `Locked ${unique}` });
  await expect(dialog.getByRole('alert')).toContainText('cannot be reached');
  postgres.sql(`alter role ${schema.role.username} login`);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(box(dialog, 'employee')).toBeEnabled();
});

test('names that look like markup or SQL are shown as they are', async ({ admin: page, calls, postgres, unique }) => {
  const odd = '<img src=x onerror=alert(1)>"; drop table x; --\u202E';
  const quoted = `"${odd.replaceAll('"', '""')}"`;
  const schema = Schema.make(postgres, unique, `create table ${quoted} (id int primary key)`, `comment on table ${quoted} is '<b>bold</b>'`);
  const folder = await calls.folder(`Odd ${unique}`);
  await schema.connect(calls, `Odd ${unique}`, { folders: [folder.id] });
  const dialog = await open(page, folder);
  await dialog.getByLabel('Database connection').selectOption({ label: `Odd ${unique}` });
  await expect(dialog.getByText('<b>bold</b>')).toBeVisible();
  await box(dialog, odd).check();
  await dialog.getByRole('button', { name: 'Connect table' }).click();
  const told = page.getByRole('status').filter({ hasText: `${odd} is connected` });
  await expect(told.getByText(odd, { exact: true }).and(page.locator('bdi'))).toBeVisible();
  await expect(page.getByRole('link', { name: odd })).toBeVisible();
});

test('without a connection here it is said who can map one', async ({ page, product, calls, signInAs, unique }) => {
  const folder = await calls.folder(`Empty ${unique}`);
  await signInAs(['manage_tables', 'read']);
  await page.goto(`${product.url}/folders/${folder.id}`);
  const main = page.getByRole('main');
  // Other tests may have connections for the whole site; then the first step is another one.
  await expect(main.getByText(/Manage databases|Use “Connect table”/)).toBeVisible();
  await expect(main.getByRole('button', { name: 'Connect table' })).toBeVisible();
});

test('without Manage tables nothing is offered, and it is said whom to ask', async ({ page, calls, signInAs, unique }) => {
  const folder = await calls.folder(`Seen ${unique}`);
  await signInAs(['read']);
  await page.goto(`/folders/${folder.id}`);
  await expect(page.getByText('Ask somebody with the Manage tables authorisation')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('without Read tables are not shown, and it is said why', async ({ page, calls, postgres, signInAs, unique }) => {
  const schema = Schema.make(postgres, unique, ...staff);
  const { folder } = await schema.tables(calls, unique, 'employee');
  await signInAs([]);
  await page.goto(`/folders/${folder.id}`);
  await expect(page.getByText('You need the Read authorisation')).toBeVisible();
  await expect(page.getByText('employee')).toHaveCount(0);
});

test('a table that is gone from the database can still be disconnected', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...staff);
  const { folder } = await schema.tables(calls, unique, 'note');
  schema.sql('drop table note');
  await page.goto(`/folders/${folder.id}`);
  await choose(page, 'note', 'Disconnect');
  const question = page.getByRole('dialog', { name: 'Disconnect note?' });
  await question.getByRole('button', { name: 'Disconnect table' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'note is disconnected' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No table in this folder yet' })).toBeVisible();
});

test('a connection names the tables that use it, also before it is deleted', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...staff);
  const { folder, connection } = await schema.tables(calls, unique, 'employee', 'note');
  await page.goto('/administration/databases');
  await expect(row(page, connection.name)).toContainText('employee, note');
  await choose(page, connection.name, 'Delete');
  const question = page.getByRole('dialog', { name: `Delete ${connection.name}?` });
  await expect(question).toContainText('employee, note');
  await question.getByRole('button', { name: 'Delete connection' }).click();
  await expect(row(page, connection.name)).toHaveCount(0);
  await page.goto(`/folders/${folder.id}`);
  await expect(page.getByRole('heading', { name: 'No table in this folder yet' })).toBeVisible();
  expect(schema.sql('select count(*) from employee')).toBe('0');
});
