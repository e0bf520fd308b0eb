// A table's settings: comments, columns, disconnecting and dropping.
import { expect, test } from '../../fixtures/test';
import { choose, row } from '../../fixtures/panel';
import { Schema } from '../../fixtures/schema';
import type { Page } from '@playwright/test';

/** Tables that the login role owns, so that it may change them. */
function owned(schema: Schema): Schema {
  const { username } = schema.role;
  schema.sql(
    'create table item (id bigint generated always as identity primary key, name text not null unique, price numeric(10, 2) default 1.5)',
    `insert into item (name) values ('Pen'), ('Ink')`,
    `alter table item owner to ${username}`,
  );
  return schema;
}

const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });

test('comments are written into the database', async ({ admin: page, calls, postgres, unique }) => {
  const schema = owned(Schema.make(postgres, unique));
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/settings`);
  await expect(page.getByRole('heading', { level: 1, name: 'Settings of item' })).toBeVisible();
  await page.getByLabel('Comment').fill('What we sell');
  await page.getByRole('button', { name: 'Save comment' }).click();
  await expect(said(page, 'The comment is saved')).toBeVisible();
  expect(schema.sql(`select obj_description('item'::regclass)`)).toBe('What we sell');
  await choose(page, 'price', 'Comment');
  const dialog = page.getByRole('dialog', { name: 'Comment of price' });
  await dialog.getByLabel('Comment').fill('In euro');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'price')).toContainText('In euro');
  await expect(row(page, 'price')).toContainText('numeric(10,2)');
  await expect(row(page, 'id')).toContainText('Primary key');
  await expect(row(page, 'name')).toContainText('Required');
});

test('a column is renamed, and another one added', async ({ admin: page, calls, postgres, unique }) => {
  const schema = owned(Schema.make(postgres, unique));
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/settings`);
  await choose(page, 'name', 'Rename');
  const rename = page.getByRole('dialog', { name: 'Rename name' });
  await rename.getByLabel('Name').fill('');
  await rename.getByRole('button', { name: 'Rename' }).click();
  await expect(rename.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await rename.getByLabel('Name').fill('title');
  await rename.getByRole('button', { name: 'Rename' }).click();
  await expect(row(page, 'title')).toBeVisible();
  await page.getByRole('button', { name: 'Add column' }).click();
  const add = page.getByRole('dialog', { name: 'Add column' });
  await add.getByLabel('Name', { exact: true }).fill('in_stock');
  await add.getByLabel('Type').selectOption({ label: 'Yes or no – boolean' });
  await add.getByLabel('Default', { exact: true }).selectOption({ label: 'A fixed value' });
  await add.getByLabel('Default value').fill('true');
  await add.getByLabel('Required').check();
  await add.getByRole('button', { name: 'Add column' }).click();
  await expect(row(page, 'in_stock')).toContainText('boolean');
  expect(schema.sql(`select string_agg(concat_ws(':', title, in_stock), ',' order by id) from item`)).toBe('Pen:t,Ink:t');
});

test('disconnecting leaves the rows, and the table can be connected again', async ({ admin: page, calls, postgres, unique }) => {
  const schema = owned(Schema.make(postgres, unique));
  const { folder, tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/settings`);
  await page.getByRole('button', { name: 'Disconnect table' }).click();
  const question = page.getByRole('dialog', { name: 'Disconnect item?' });
  await question.getByRole('button', { name: 'Disconnect table' }).click();
  await expect(said(page, 'item is disconnected')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: folder.name })).toBeVisible();
  await expect(row(page, 'item')).toHaveCount(0);
  expect(schema.sql('select count(*) from item')).toBe('2');
});

test('dropping takes the typed name, and only then works', async ({ admin: page, calls, postgres, unique }) => {
  const schema = owned(Schema.make(postgres, unique));
  const { folder, tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/settings`);
  await page.getByRole('button', { name: 'Drop table…' }).click();
  const question = page.getByRole('dialog', { name: 'Drop item?' });
  const drop = question.getByRole('button', { name: 'Drop table' });
  await expect(drop).toBeDisabled();
  await question.getByLabel('Table name').fill('Item');
  await expect(drop).toBeDisabled();
  await question.getByLabel('Table name').fill('item');
  await drop.click();
  await expect(said(page, 'item is dropped')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: folder.name })).toBeVisible();
  expect(schema.sql(`select to_regclass('item') is null`)).toBe('t');
});

test('a role that does not own the table is told so', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 4\d\d/);
  const schema = Schema.make(postgres, unique, 'create table item (id int primary key)');
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await page.goto(`/tables/${table!.id}/settings`);
  await page.getByLabel('Comment').fill('Not mine');
  await page.getByRole('button', { name: 'Save comment' }).click();
  await expect(page.getByRole('alert')).toContainText(/owner|own|privilege|permitted/i);
  await expect(page.getByLabel('Comment')).toHaveValue('Not mine');
});

test('a read-only connection says why nothing can be changed', async ({ admin: page, calls, postgres, unique }) => {
  const schema = owned(Schema.make(postgres, unique));
  const folder = await calls.folder(`Read ${unique}`);
  const connection = await schema.connect(calls, `Read ${unique}`, { read_only: true });
  const [table] = await calls.call<{ id: string }[]>('table/connect', { folder: folder.id, connection: connection.id, names: ['item'] });
  await page.goto(`/tables/${table!.id}/settings`);
  await expect(page.getByText('The database connection is read-only.')).toBeVisible();
  await expect(page.getByLabel('Comment')).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Add column' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Drop table…' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Disconnect table' })).toBeVisible();
});

test('without Manage tables the settings are closed, and it is said which authorisation opens them', async ({ page, calls, flaws, postgres, signInAs, unique }) => {
  flaws.expect(/status of 403/);
  const schema = owned(Schema.make(postgres, unique));
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await signInAs(['read', 'update']);
  await page.goto(`/tables/${table!.id}/settings`);
  await expect(page.getByText('You need the Manage tables authorisation.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Disconnect table' })).toHaveCount(0);
});

test('a table that does not exist answers 404', async ({ admin: page, flaws }) => {
  flaws.expect(/status of 404/);
  for (const end of ['settings', 'history']) {
    const response = await page.goto(`/tables/01900000-0000-7000-8000-000000000000/${end}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('alert')).toContainText('does not exist');
  }
});
