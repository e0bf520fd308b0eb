// The sheets that a folder's tables come from, and the pages beside the grid, looked at by axe.
import { expectAccessible } from '../../fixtures/axe';
import { expect, test } from '../../fixtures/test';
import { choose, row } from '../../fixtures/panel';
import { Schema, insert, remove, save, update } from '../../fixtures/schema';

const item = [
  'create table item (id int primary key, name text not null, note text)',
  `insert into item values (1, 'Pen', null), (2, 'Ink', '')`,
];

test('connect table', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item, 'create view pens as select name from item');
  const folder = await calls.folder(`Seen ${unique}`);
  const connection = await schema.connect(calls, `Seen ${unique}`, { folders: [folder.id] });
  await page.goto(`/folders/${folder.id}`);
  await page.getByRole('button', { name: 'Connect table' }).click();
  const sheet = page.getByRole('dialog', { name: 'Connect table', exact: true });
  await expect(sheet).toBeVisible();
  await expectAccessible(page);
  await sheet.getByLabel('Database connection').selectOption({ label: connection.name });
  await expect(row(page, 'pens')).toBeVisible();
  await sheet.getByRole('checkbox', { name: 'item', exact: true }).check();
  await expectAccessible(page);
});

test('create table', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Seen ${unique}`);
  const connection = await schema.connect(calls, `Seen ${unique}`, { folders: [folder.id] });
  await page.goto(`/folders/${folder.id}`);
  await page.getByRole('button', { name: 'Create table' }).click();
  const sheet = page.getByRole('dialog', { name: 'Create table', exact: true });
  await expect(sheet).toBeVisible();
  await expectAccessible(page);
  await sheet.getByLabel('Database connection').selectOption({ label: connection.name });
  await expect(sheet.getByLabel('Table name')).toBeEnabled();
  await sheet.getByRole('button', { name: 'Add column' }).click();
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Create table' }).click();
  await expect(sheet.getByLabel('Table name')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
});

test('settings, and their dialogs', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  schema.sql(`alter table item owner to ${schema.role.username}`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/settings`);
  await expect(row(page, 'note')).toBeVisible();
  await expectAccessible(page);
  for (const action of ['Comment', 'Rename']) {
    await choose(page, 'name', action);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  for (const button of ['Add column', 'Disconnect table', 'Drop table…']) {
    await page.getByRole('button', { name: button }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('settings over a read-only connection', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const folder = await calls.folder(`Seen ${unique}`);
  const connection = await schema.connect(calls, `Seen ${unique}`, { read_only: true });
  const [table] = await calls.call<{ id: string }[]>('table/connect', { folder: folder.id, connection: connection.id, names: ['item'] });
  await page.goto(`/tables/${table!.id}/settings`);
  await expect(page.getByText('The database connection is read-only.')).toBeVisible();
  await expectAccessible(page);
});

test('history, empty and with changes, and its question', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/history`);
  await expect(page.getByRole('heading', { name: 'No change yet' })).toBeVisible();
  await expectAccessible(page);
  // One after the other within a second: their names still differ.
  await save(calls, table!, update('1', 'note', null, ''), insert({ id: '3', name: 'Paper' }));
  await save(calls, table!, remove('2', { name: 'Ink' }));
  await page.reload();
  await expect(page.getByRole('article').getByRole('row').filter({ hasText: 'Deleted' })).toBeVisible();
  await expectAccessible(page);
  const restoreRow = await page.getByRole('button', { name: /^Restore row/ }).first().boundingBox();
  expect(restoreRow!.x + restoreRow!.width, 'nothing is cut off').toBeLessThan(page.viewportSize()!.width);
  await page.getByRole('button', { name: /^Restore/ }).first().click();
  await expect(page.getByRole('dialog', { name: /^Restore/ })).toBeVisible();
  await expectAccessible(page);
});
