// The line between browser and server: lost and found again, and shared by many tabs.
import { expect, test } from '../../fixtures/test';
import { Schema, save, update, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Calls } from '../../fixtures/calls';
import type { Postgres } from '../../fixtures/postgres';
import type { Page } from '@playwright/test';

async function prepare(calls: Calls, postgres: Postgres, unique: string, rows = 300): Promise<[Schema, Named]> {
  const schema = Schema.make(postgres, unique, `create table item (id int primary key, name text)`,
    `insert into item select n, 'Item ' || n from generate_series(1, ${rows}) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  return [schema, table!];
}

test('a lost connection is told, edits stay, and it goes on by itself', async ({ admin: page, calls, context, flaws, postgres, unique }) => {
  flaws.expect(/ERR_INTERNET_DISCONNECTED|api\//);
  const [schema, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'edited before');
  await context.setOffline(true);
  await grid.element.focus();
  await grid.keys('Control+End');
  await expect(page.getByRole('alert').filter({ hasText: 'The server cannot be reached' })).toBeVisible();
  await save(calls, table, update('300', 'name', 'Item 300', 'meanwhile'));
  await context.setOffline(false);
  await grid.expectCell(300, 'name', 'meanwhile');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await grid.expectUnsaved('1 cell changed');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select name from item where id = 1')).toBe('edited before');
});

test('eight tabs of one browser all work', async ({ admin: page, calls, context, postgres, unique }) => {
  // Eight times what another test does.
  test.slow();
  const [schema, table] = await prepare(calls, postgres, unique, 9);
  const pages: Page[] = [page];
  while (pages.length < 8) pages.push(await context.newPage());
  const grids: Grid[] = [];
  for (const page of pages) grids.push(await Grid.open(page, table));
  for (const [at, grid] of grids.entries()) {
    await grid.type(at + 1, 'name', `tab ${at}`);
    await grid.save();
    await grid.expectSaid('1 row is saved');
  }
  expect(schema.sql(`select count(*) from item where name like 'tab %'`)).toBe('8');
  for (const grid of grids) await grid.expectCell(1, 'name', 'tab 0');
  for (const grid of grids) await grid.expectCell(8, 'name', 'tab 7');
});

/** What the page is told when it comes before or behind another tab; a browser of tests has no tabs. */
async function show(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
}

test('a tab that is not seen lets go of its connection, and is up to date when it is seen again', async ({ admin: page, calls, flaws, other, postgres, unique }) => {
  flaws.expect(/table\/watch net::ERR_ABORTED/);
  const [, table] = await prepare(calls, postgres, unique, 9);
  const here = page.getByRole('list', { name: 'Also here' });
  const grid = await Grid.open(page, table);
  const theirs = await Grid.open(await other('Grace'), table);
  await expect(here).toContainText(`Grace ${unique}`);
  await show(theirs.page, true);
  await expect(here).not.toContainText(`Grace ${unique}`);
  await grid.type(1, 'name', 'while nobody looked');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  await theirs.expectCell(1, 'name', 'Item 1');
  await show(theirs.page, false);
  await theirs.expectCell(1, 'name', 'while nobody looked');
  await expect(here).toContainText(`Grace ${unique}`);
});

test('who watches too much already still sees what others save', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 429/);
  const [, table] = await prepare(calls, postgres, unique, 9);
  const stops = await Promise.all(Array.from({ length: 32 }, () => calls.watch(table.id)));
  const refused = page.waitForResponse((response) => response.url().endsWith('/table/watch') && response.status() === 429);
  const grid = await Grid.open(page, table);
  await refused;
  await save(calls, table, update('1', 'name', 'Item 1', 'meanwhile'));
  await grid.expectCell(1, 'name', 'meanwhile');
  await expect(page.getByText('Connection lost')).toHaveCount(0);
  for (const stop of stops) stop();
});

test('a column that is renamed or dropped under an open grid is told, and nothing is lost', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of (409|422)/);
  const [schema, table] = await prepare(calls, postgres, unique, 9);
  schema.sql(`alter table item add note text`);
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'kept');
  schema.sql(`alter table item rename name to title`);
  await grid.save();
  await expect(page.getByRole('alert')).toContainText('The columns of this table have changed');
  await grid.expectUnsaved('1 cell changed');
  expect(schema.sql('select title from item where id = 1')).toBe('Item 1');
  schema.sql(`alter table item rename title to name`, `alter table item drop note`);
  await page.getByRole('button', { name: 'Reload the table' }).click();
  await grid.ready();
  await grid.expectCell(1, 'name', /^kept/);
  await expect(grid.head('note')).toHaveCount(0);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select name from item where id = 1')).toBe('kept');
});

test('rows that were sorted by a column that is renamed can be had again', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of (409|422)/);
  const [schema, table] = await prepare(calls, postgres, unique, 9);
  const sort = JSON.stringify({ sort: [{ column: 'name', direction: 'ascending' }], filters: [], search: '' });
  const grid = await Grid.open(page, table, `?q=${encodeURIComponent(sort)}`);
  schema.sql(`alter table item rename name to title`);
  await calls.call('table/open', { id: table.id });
  await save(calls, table, update('2', 'title', 'Item 2', 'meanwhile'));
  await expect(page.getByRole('alert')).toContainText('The columns of this table have changed');
  await page.getByRole('button', { name: 'Reload the table' }).click();
  await expect(page.getByRole('alert')).toContainText('sorted by “name”, which this table does not have any more');
  await page.getByRole('button', { name: 'Show rows without it' }).click();
  await grid.expectCell(2, 'title', 'meanwhile');
  await expect(grid.element).toBeFocused();
});

test('rows are never shown under the names of other columns', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of (409|422)/);
  const [schema, table] = await prepare(calls, postgres, unique, 9);
  schema.sql(`alter table item add note text default 'a note', add price int default 5`);
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'kept');
  await grid.expectCell(2, 'note', 'a note');
  schema.sql('alter table item drop note');
  // Another person opens it, and saves.
  await calls.call('table/open', { id: table.id });
  await save(calls, table, update('2', 'name', 'Item 2', 'meanwhile'));
  await expect(page.getByRole('alert')).toContainText('The columns of this table have changed');
  await grid.expectCell(2, 'note', 'a note');
  await grid.expectCell(2, 'price', '5');
  await page.getByRole('button', { name: 'Reload the table' }).click();
  await grid.ready();
  await expect(grid.head('note')).toHaveCount(0);
  await grid.expectCell(2, 'name', 'meanwhile');
  await grid.expectCell(2, 'price', '5');
  await grid.expectCell(1, 'name', /^kept/);
});
