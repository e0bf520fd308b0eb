// Many rows at once, of which not all are loaded: none is left out.
import { test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const item = ['create table item (id int primary key, name text)', `insert into item select n, 'Item ' || n from generate_series(1, 1000) n`];

test('all selected rows are copied', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'name');
  await grid.keys('Control+Space', 'Control+Shift+d');
  await grid.expectSaid('1000 copies are added at the top');
  await grid.expectUnsaved('1,000 new rows');
});

test('the edits of all selected rows are taken back', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
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

test('more rows than one Save takes are refused', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  schema.sql(`insert into item select n, 'Item' from generate_series(1001, 10001) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'name');
  await grid.keys('Control+Space', 'Control+Shift+d');
  await grid.expectSaid('At most 10,000 rows can be changed, or copied, at once');
  await grid.expectUnsaved('No unsaved changes');
});
