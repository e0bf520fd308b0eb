// Columns that go while something still names them: unsaved edits, views, links.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const item = ['create table item (id int primary key, a text, b text)', `insert into item select n, 'a' || n, 'b' || n from generate_series(1, 9) n`];

test('edits of a column that is gone are shown and dropped, and the rest is saved', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 409/);
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.type(1, 'a', 'typed into a');
  await grid.type(2, 'b', 'typed into b');
  await grid.expectUnsaved('2 cells changed');
  schema.sql('alter table item rename a to c');
  const note = page.getByRole('alert').filter({ hasText: 'not there any more' });
  // The columns are believed for a while, until rows are asked for by one that is gone.
  await expect(async () => {
    await page.reload();
    await grid.ready();
    await expect(note).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(note).toContainText('1 edit is of a column that is not there any more.');
  await expect(note.getByRole('listitem')).toHaveText('a in row 1: typed into a');
  await grid.save();
  await grid.expectSaid(/^Nothing was saved: drop the edits of columns that are not there any more first/);
  await note.getByRole('button', { name: 'Drop this edit' }).click();
  await expect(note).toHaveCount(0);
  await grid.expectUnsaved('1 cell changed');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select c, b from item where id < 3 order by id')).toBe('a1|b1\na2|typed into b');
});

test('rows that are asked for by a column that is gone name it, and can be had without it', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const query = { sort: [{ column: 'gone', direction: 'descending' }], filters: [{ column: 'b', operator: 'contains', operands: ['3'] }], search: '' };
  await page.goto(`/tables/${table!.id}?q=${encodeURIComponent(JSON.stringify(query))}`);
  await expect(page.getByRole('alert')).toContainText('Rows are filtered or sorted by “gone”, which this table does not have any more');
  await page.getByRole('button', { name: 'Show rows without it' }).click();
  const grid = new Grid(page);
  await grid.expectCell(1, 'b', 'b3');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await test.step('any other failure is told as it is', async () => {
    flaws.expect(/api\/row\/page/);
    await page.route('**/api/row/page', (route) => route.abort('connectionreset'));
    await page.goto(`/tables/${table!.id}?q=${encodeURIComponent(JSON.stringify(query))}`);
    await expect(page.getByRole('alert')).toContainText('cannot be reached');
    await expect(page.getByRole('button', { name: 'Show rows without it' })).toHaveCount(0);
  });
});

test('a link that cannot be read says so', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!, '?q={broken');
  await expect(page.getByText('This link’s filter cannot be read; all rows are shown.')).toBeVisible();
  await Grid.open(page, table!, `?view=${crypto.randomUUID()}`);
  const note = page.getByText('The view of this link is not among the views of this table; all rows are shown.');
  await expect(note).toBeVisible();
  await grid.head('a').click();
  await expect(note).toHaveCount(0);
});
