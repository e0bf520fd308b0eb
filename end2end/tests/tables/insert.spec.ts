// New rows: they push the others down, and it is them that the next key means.
import { expect, test } from '../../fixtures/test';
import { Schema, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Calls } from '../../fixtures/calls';
import type { Postgres } from '../../fixtures/postgres';
import type { Page } from '@playwright/test';

async function open(page: Page, calls: Calls, postgres: Postgres, unique: string): Promise<[Grid, Schema]> {
  const schema = Schema.make(postgres, unique,
    'create table price (id int generated always as identity primary key, article text not null, price numeric)',
    `insert into price (article, price) values ('A-1', 10), ('A-2', 20)`);
  schema.sql(`grant usage on all sequences in schema "${schema.name}" to ${schema.role.username}`);
  const { tables: [table] } = await schema.tables(calls, unique, 'price');
  return [await Grid.open(page, table as Named), schema];
}

const rows = (schema: Schema) => schema.sql(`select string_agg(article || ' ' || price, ', ' order by id) from price`);

for (const [how, ask] of [
  ['the button, at the cell that is typed into', (grid: Grid) => grid.page.getByRole('button', { name: 'Insert row' }).click()],
  ['the key, at the cell that is typed into', (grid: Grid) => grid.keys('Control+Enter')],
] as const) {
  test(`a new row is typed into, not the one that made way: ${how}`, async ({ admin: page, calls, postgres, unique }) => {
    const [grid, schema] = await open(page, calls, postgres, unique);
    await grid.select(1, 'article');
    await ask(grid);
    await page.keyboard.type('B-9');
    await grid.keys('Tab');
    await page.keyboard.type('99');
    await grid.keys('Enter');
    await grid.expectUnsaved(/^1 new row$/);
    await grid.save();
    await grid.expectSaid('1 row is saved');
    expect(rows(schema)).toBe('A-1 10, A-2 20, B-9 99');
  });
}

test('a new row is typed into where nothing was selected before', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  await page.getByRole('button', { name: 'Insert row' }).click();
  await page.keyboard.type('B-9');
  await grid.keys('Enter');
  await page.getByRole('button', { name: 'Insert row' }).click();
  await page.keyboard.type('B-8');
  await grid.keys('Enter');
  await grid.expectUnsaved(/^2 new rows$/);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(rows(schema)).toBe('A-1 10, A-2 20');
  expect(schema.sql(`select count(*) from price where article like 'B-_' and price is null`)).toBe('2');
});

test('a copy is typed into, not the row that it was made of', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  await grid.select(1, 'id');
  await grid.keys('Control+Shift+d');
  await grid.expectSaid('1 copy is added at the top');
  await grid.keys('ArrowRight');
  await page.keyboard.type('C-1');
  await grid.keys('Enter');
  await grid.expectUnsaved(/^1 new row$/);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(rows(schema)).toBe('A-1 10, A-2 20, C-1 10');
});

test('rows that only go are told as deleted', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  await grid.select(1, 'article');
  await grid.keys('Shift+ArrowDown', 'Control+-');
  await grid.save();
  await grid.expectSaid('2 rows are deleted');
  expect(rows(schema)).toBe('');
});
