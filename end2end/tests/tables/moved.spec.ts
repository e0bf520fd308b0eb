// Rows that move while somebody edits: an edit stays with its row.
import { expect, test } from '../../fixtures/test';
import { Schema, insert, remove, save, update } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const item = [
  `create table item (code text primary key, name text, at timestamptz)`,
  `insert into item values ('b', 'Bolt', '2026-01-01 00:00+00'), ('c', 'Cable', null)`,
];

test('an edit goes into the row in which it was begun, wherever that stands by then', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(2, 'name');
  await page.keyboard.press('F2');
  await grid.editor.fill('Copper cable');
  await save(calls, table!, insert({ code: 'a', name: 'Axle' }));
  await grid.expectCell(1, 'name', 'Axle');
  await page.keyboard.press('Enter');
  await grid.expectCell(3, 'name', /^Copper cable/);
  await grid.expectCell(2, 'name', 'Bolt');
  await grid.save();
  await grid.expectSaid(/1 row is saved/);
  expect(schema.sql(`select string_agg(name, ', ' order by code) from item`)).toBe('Axle, Bolt, Copper cable');
});

test('a value that a colleague saved while the editor was open is a conflict', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'name');
  await page.keyboard.press('F2');
  await grid.editor.fill('Mine');
  await save(calls, table!, update('b', 'name', 'Bolt', 'Theirs'));
  await save(calls, table!, insert({ code: 'a', name: 'Axle' }));
  await grid.expectCell(1, 'name', 'Axle');
  await page.keyboard.press('Enter');
  await grid.save();
  await expect(page.getByRole('dialog')).toContainText('Theirs');
  expect(schema.sql(`select name from item where code = 'b'`)).toBe('Theirs');
});

test('the time zone stays while there are unsaved changes', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await expect(zone).toBeEnabled();
  await grid.type(1, 'at', '2027-01-01 12:00');
  await expect(zone).toBeDisabled();
});

test('what was undone in one time zone is not done again in another', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await grid.type(1, 'at', '2027-01-01 12:00');
  await grid.keys('Control+z');
  await grid.expectUnsaved('No unsaved changes');
  await zone.selectOption('Asia/Tokyo');
  await grid.expectSaid('Times are in Asia/Tokyo now; what was undone cannot be done again');
  await grid.expectCell(1, 'at', '2026-01-01 09:00:00+09');
  await grid.select(1, 'at');
  await grid.keys('Control+y');
  await grid.expectSaid('There is nothing to do again');
  await grid.expectCell(1, 'at', '2026-01-01 09:00:00+09');
  await grid.expectUnsaved('No unsaved changes');
});

test('what is selected stays selected when rows come before it', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(2, 'name');
  await save(calls, table!, insert({ code: 'a', name: 'Axle' }));
  await grid.expectCell(1, 'name', 'Axle');
  await grid.keys('Control+-');
  await expect(grid.row(3).getByRole('rowheader')).toContainText('deleted');
  await grid.save();
  await grid.expectSaid('1 row is deleted');
  expect(schema.sql(`select string_agg(name, ', ' order by code) from item`)).toBe('Axle, Bolt');
});

test('a row that is gone takes no other with it', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  for (const key of ['Control+-', 'Delete', 'Control+Backspace', 'Control+d', 'Control+Shift+d']) {
    await grid.select(2, 'name');
    await save(calls, table!, remove('c', { name: 'Cable' }));
    await expect(grid.element).toHaveAttribute('aria-rowcount', '2');
    await grid.keys(key);
    await grid.expectSaid('The selected rows have moved or are gone');
    await grid.expectUnsaved('No unsaved changes');
    await save(calls, table!, insert({ code: 'c', name: 'Cable' }));
    await grid.expectCell(2, 'name', 'Cable');
  }
});

test('an area that others tore apart is not changed', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'name');
  await grid.keys('Shift+ArrowDown');
  await save(calls, table!, insert({ code: 'bb', name: 'Brush' }));
  await grid.expectCell(2, 'name', 'Brush');
  await grid.paste('x\ny\n');
  await grid.expectSaid('The selected rows have moved or are gone');
  await grid.expectUnsaved('No unsaved changes');
});
