// The pages and sheets around tables, looked at by axe; in light, dark and narrow.
import { expectAccessible } from '../../fixtures/axe';
import { expect, test } from '../../fixtures/test';
import { choose } from '../../fixtures/panel';
import { Schema, insert, remove, save, update } from '../../fixtures/schema';

const item = [
  `create table item (id int primary key, name text not null unique, price numeric(10, 2) default 1.5)`,
  `comment on table item is 'What we sell'`,
  `comment on column item.price is 'In euro'`,
  `insert into item (id, name) values (1, 'Pen'), (2, 'Ink')`,
  'create view cheap as select * from item where price < 2',
  'create table closed (id int)',
];

test('an empty folder, then its sheets', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  schema.sql(`revoke all on closed from ${schema.role.username}`);
  const folder = await calls.folder(`Seen ${unique}`);
  await schema.connect(calls, `Seen ${unique}`);
  await page.goto(`/folders/${folder.id}`);
  await expect(page.getByRole('heading', { name: 'No table in this folder yet' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Connect table' }).click();
  const connect = page.getByRole('dialog', { name: 'Connect table' });
  await connect.getByLabel('Database connection').selectOption({ label: `Seen ${unique}` });
  await connect.getByText('SELECT, INSERT, UPDATE, DELETE missing').click();
  await expectAccessible(page);
  await connect.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Create table' }).click();
  const create = page.getByRole('dialog', { name: 'Create table' });
  await create.getByLabel('Database connection').selectOption({ label: `Seen ${unique}` });
  await create.getByRole('button', { name: 'Create table' }).click();
  await expect(create.getByLabel('Table name')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page);
  await create.getByLabel('Table name').fill('seen');
  await create.getByRole('group', { name: 'Column 2' }).getByLabel('Name', { exact: true }).fill('x');
  await create.getByRole('button', { name: 'Preview SQL' }).click();
  await expect(create.getByRole('region', { name: 'SQL' })).toBeVisible();
  await expectAccessible(page);
});

test('a folder with tables, settings and their dialogs', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { folder, tables: [table] } = await schema.tables(calls, unique, 'item', 'cheap');
  await page.goto(`/folders/${folder.id}`);
  await expect(page.getByRole('link', { name: 'item' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/tables/${table!.id}/settings`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add column' }).click();
  await expect(page.getByRole('dialog', { name: 'Add column' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await choose(page, 'price', 'Rename');
  await expect(page.getByRole('dialog', { name: 'Rename price' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
});

test('the question before dropping', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/settings`);
  await page.getByRole('button', { name: 'Drop table…' }).click();
  await expect(page.getByRole('dialog', { name: 'Drop item?' })).toBeVisible();
  await expectAccessible(page);
});

test('history, filtered, and the question before restoring', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/history`);
  await expect(page.getByRole('heading', { name: 'No change yet' })).toBeVisible();
  await expectAccessible(page);
  await save(calls, table!, insert({ id: '3', name: 'Nib' }), update('1', 'name', 'Pen', 'Pencil'), remove('2', { id: '2', name: 'Ink', price: '1.50' }));
  await page.goto(`/tables/${table!.id}/history?row=["1"]&column=name`);
  await expect(page.getByRole('article')).toHaveCount(1);
  await expectAccessible(page);
  await page.goto(`/tables/${table!.id}/history`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore change set' }).click();
  await expect(page.getByRole('dialog', { name: 'Restore this change set?' })).toBeVisible();
  await expectAccessible(page);
});
