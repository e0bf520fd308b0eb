// Many rows at once, of which not all are loaded: none is left out.
import { expect, test as base } from '../../fixtures/test';
import { Schema, insert, save, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const item = ['create table item (id int primary key, name text)', `insert into item select n, 'Item ' || n from generate_series(1, 1000) n`];

const test = base.extend<{ opened: { grid: Grid; schema: Schema; table: Named } }>({
  opened: async ({ admin: page, calls, postgres, unique }, use) => {
    const schema = Schema.make(postgres, unique, ...item);
    const { tables: [table] } = await schema.tables(calls, unique, 'item');
    await use({ grid: await Grid.open(page, table!), schema, table: table! });
  },
});

test('all selected rows are copied', async ({ opened: { grid } }) => {
  await grid.select(1, 'name');
  await grid.keys('Control+Space', 'Control+Shift+d');
  await grid.expectSaid('1000 copies are added at the top');
  await grid.expectUnsaved('1,000 new rows');
});

test('the edits of all selected rows are taken back', async ({ admin: page, opened: { grid } }) => {
  await grid.type(1, 'name', 'first');
  await grid.keys('Control+End');
  await grid.expectCell(1000, 'name', 'Item 1000');
  await grid.type(1000, 'name', 'last');
  await grid.expectUnsaved('2 cells changed');
  await page.reload();
  await grid.ready();
  await grid.expectUnsaved('2 cells changed');
  await grid.select(1, 'name');
  await grid.keys('Control+Space', 'Shift+F10');
  await page.getByRole('menuitem', { name: 'Take back the edits of these rows' }).click();
  await grid.expectSaid('The edits of these rows are taken back');
  await grid.expectUnsaved('No unsaved changes');
});

test('more rows than one Save takes are refused', async ({ admin: page, opened: { grid, schema } }) => {
  schema.sql(`insert into item select n, 'Item' from generate_series(1001, 10001) n`);
  await page.reload();
  await grid.ready();
  await grid.select(1, 'name');
  await grid.keys('Control+Space', 'Control+Shift+d');
  await grid.expectSaid('At most 10,000 rows can be changed, or copied, at once');
  await grid.expectUnsaved('No unsaved changes');
});

/** Looks at the first five hundred rows, one page after the other; then another comes before all of them. */
async function move(grid: Grid, calls: Parameters<typeof save>[0], table: Named): Promise<void> {
  await grid.select(1, 'name');
  for (let row = 1; row < 500; row += 20) {
    await grid.keys('PageDown');
    await grid.expectActive(/^Item /);
  }
  await grid.keys('Control+Home');
  await save(calls, table, insert({ id: '0', name: 'Item 0' }));
  await grid.expectCell(1, 'name', 'Item 0');
  await grid.select(1, 'name');
}

/** It is noticed while they are selected, or only when they are fetched. */
const moved = /rows have moved/;

test('a block is pasted into the rows that are there now', async ({ calls, opened: { grid, schema, table } }) => {
  await move(grid, calls, table);
  const lines = Array.from({ length: 400 }, (_, at) => `Line ${at}`).join('\n');
  await grid.paste(lines);
  await grid.expectSaid(moved);
  await grid.expectUnsaved('No unsaved changes');
  await grid.paste(lines);
  await grid.expectUnsaved('400 cells changed');
  await grid.save();
  await grid.expectSaid('400 rows are saved');
  expect(schema.sql(`select count(*) from item where name = 'Line ' || id and id < 400`)).toBe('400');
});

test('all rows that are there now are deleted', async ({ calls, opened: { grid, schema, table } }) => {
  await move(grid, calls, table);
  await grid.keys('Control+Space', 'Control+-');
  await grid.expectSaid(moved);
  await grid.expectUnsaved('No unsaved changes');
  await grid.keys('Control+-');
  await grid.expectSaid('1001 rows go with the next Save');
  await grid.save();
  await grid.expectSaid('1,001 rows are deleted');
  expect(schema.sql('select count(*) from item')).toBe('0');
});

test('all rows that are there now are copied', async ({ admin: page, calls, context, opened: { grid, table } }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await move(grid, calls, table);
  await grid.keys('Control+Space', 'Control+c');
  await grid.expectSaid('The rows have moved or are gone; nothing was copied. Copy again');
  await grid.keys('Control+c');
  await grid.expectSaid('1,001 × 1 cells copied');
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split(/\r?\n/);
  expect(copied.filter((text) => text)).toEqual(copied.slice(0, 1001).map((_, at) => `Item ${at}`));
});
