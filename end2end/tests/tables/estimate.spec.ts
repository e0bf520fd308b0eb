// The number of rows is an estimate until they are counted; pasting, filling and clearing until then.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { hold } from '../../fixtures/hold';
import type { Page } from '@playwright/test';

const rows = (count: number) => [
  `create table item (id int primary key, name text)`,
  `insert into item select n, 'Item ' || n from generate_series(1, ${count}) n`,
];

/** The server's answers as they are where PostgreSQL guesses wrong and counting takes too long. */
async function estimate(page: Page, about: number): Promise<void> {
  await page.route('**/api/row/count', (route) => route.fulfill({ json: { about } }));
  await page.route('**/api/row/page', async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { from: number; rows: object[] };
    await route.fulfill({ response, json: { ...body, total: { about: Math.max(about, body.from + body.rows.length) } } });
  });
}

// Rows beside those in sight may still be on their way when a test ends.
test.afterEach(({ page }) => page.unrouteAll({ behavior: 'ignoreErrors' }));

const lines = (count: number, text: string) => Array.from({ length: count }, () => text).join('\n');

test('PostgreSQL’s estimate is shown until it has counted the rows', async ({ admin: page, calls, postgres, unique }) => {
  // Large enough not to be counted with its first page; what came after ANALYZE is in no estimate.
  const more = `insert into item select n, repeat('x', 60) from generate_series`;
  const schema = Schema.make(postgres, unique, `create table item (id int primary key, name text)`,
    `${more}(1, 30000) n`, `analyze item`, `${more}(30001, 32345) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const count = await hold(page, 'row/count');
  const grid = await Grid.open(page, table!);
  await expect(grid.bar.getByText('about 30,000 rows', { exact: true })).toBeVisible();
  count();
  await expect(grid.bar.getByText('32,345 rows', { exact: true })).toBeVisible();
  await expect(grid.element).toHaveAttribute('aria-rowcount', '32346');
});

test('rows beyond a low estimate are changed, not added again', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...rows(250));
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await estimate(page, 100);
  const grid = await Grid.open(page, table!);
  await expect(grid.bar).toContainText('about');
  await grid.select(1, 'name');
  await grid.paste(lines(260, 'pasted'));
  await grid.expectUnsaved('250 cells changed, 10 new rows');
  await grid.keys('Control+z');
  await grid.expectUnsaved('No unsaved changes');
  await grid.select(1, 'name');
  await grid.paste(lines(249, 'pasted'));
  await grid.expectUnsaved('249 cells changed');
  await grid.save();
  await grid.expectSaid('249 rows are saved');
  expect(schema.sql(`select count(*), count(*) filter (where name = 'pasted') from item`)).toBe('250|249');
});

test('what is pasted beyond the real end becomes new rows, and none is lost', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique,
    `create table item (id int generated always as identity primary key, name text)`,
    `insert into item (name) select 'Item ' || n from generate_series(1, 100) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await estimate(page, 400);
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'name');
  await grid.paste(lines(120, 'pasted'));
  await grid.expectUnsaved('100 cells changed, 20 new rows');
  await grid.expectSaid('20 rows of them as new rows at the top');
  await grid.save();
  await grid.expectSaid('120 rows are saved');
  expect(schema.sql(`select count(*) from item where name = 'pasted'`)).toBe('120');
});

test('clearing and filling reach the rows there are', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...rows(130));
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await estimate(page, 400);
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'name');
  await grid.keys('Control+Shift+ArrowDown', 'Control+d');
  await grid.expectUnsaved('129 cells changed');
  await grid.keys('Delete');
  await grid.expectUnsaved('130 cells changed');
  await grid.save();
  await grid.expectSaid('130 rows are saved');
  expect(schema.sql(`select count(*) from item where name is null`)).toBe('130');
});
