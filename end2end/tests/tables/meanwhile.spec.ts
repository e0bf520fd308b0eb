// What is edited while one's own Save is under way: it goes into the same row, over what was saved.
import { expect, test as base } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { hold } from '../../fixtures/hold';

const item = [
  `create table item (code text primary key, name text, price numeric)`,
  `insert into item values ('b', 'Bolt', 1), ('c', 'Cable', 2)`,
];

const test = base.extend<{ opened: { grid: Grid; schema: Schema } }>({
  opened: async ({ admin: page, calls, postgres, unique }, use) => {
    const schema = Schema.make(postgres, unique, ...item);
    const { tables: [table] } = await schema.tables(calls, unique, 'item');
    await use({ grid: await Grid.open(page, table!), schema });
  },
});

const rows = (schema: Schema) => schema.sql(`select string_agg(concat_ws(' ', code, name, price), ', ' order by code) from item`);

/** Saves, and waits until that is under way. */
async function begin(grid: Grid): Promise<void> {
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: 'Saving…' })).toBeVisible();
}

/** Saves what is left, once the Save that is under way has ended. */
async function finish(grid: Grid): Promise<void> {
  await expect(grid.bar.getByRole('button', { name: 'Saving…' })).toBeHidden();
  await grid.expectUnsaved('1 cell changed');
  await grid.save();
  await grid.expectUnsaved('No unsaved changes');
  await grid.expectSaid('1 row is saved');
}

test('another cell of a new row', async ({ admin: page, opened: { grid, schema } }) => {
  const go = await hold(page, 'row/save');
  await grid.select(1, 'code');
  await grid.keys('Control+Enter');
  await page.keyboard.type('a');
  await grid.keys('Enter');
  await begin(grid);
  await grid.type(1, 'price', '5');
  await test.step('and one in an editor that is open when the answer comes', async () => {
    await grid.select(1, 'name');
    await grid.keys('F2');
    await grid.editor.fill('Axle');
  });
  go();
  await grid.expectUnsaved('1 cell changed');
  await grid.expectCell(1, 'price', /^5/);
  await expect(grid.editor).toHaveValue('Axle');
  await grid.keys('Enter');
  await grid.expectUnsaved('2 cells changed');
  await grid.save();
  await grid.expectUnsaved('No unsaved changes');
  expect(rows(schema)).toBe('a Axle 5, b Bolt 1, c Cable 2');
});

test('another cell of a row that gets another key', async ({ admin: page, opened: { grid, schema } }) => {
  const go = await hold(page, 'row/save');
  await grid.type(1, 'code', 'd');
  await begin(grid);
  await grid.type(1, 'name', 'Dowel');
  go();
  await finish(grid);
  expect(rows(schema)).toBe('c Cable 2, d Dowel 1');
});

test('the same cell once more, back to what it was before', async ({ admin: page, opened: { grid, schema } }) => {
  const go = await hold(page, 'row/save');
  await grid.type(1, 'name', 'Nut');
  await begin(grid);
  await grid.select(1, 'name');
  await grid.keys('F2');
  await grid.editor.fill('Bolt');
  go();
  await grid.expectSaid('1 row is saved');
  await grid.keys('Enter');
  await finish(grid);
  expect(rows(schema)).toBe('b Bolt 1, c Cable 2');
});

test('a field of the form, which keeps the focus', async ({ admin: page, opened: { grid, schema } }) => {
  const go = await hold(page, 'row/save');
  const name = page.getByRole('complementary', { name: 'Row as a form' }).getByLabel('name', { exact: true });
  await grid.select(1, 'name');
  await grid.keys('Shift+F2');
  await name.fill('Nut');
  await begin(grid);
  await expect(name).toBeFocused();
  await name.fill('Bolt');
  go();
  await grid.expectSaid('1 row is saved');
  await expect(name).toBeFocused();
  await expect(name).toHaveValue('Bolt');
  await grid.keys('Tab');
  await finish(grid);
  expect(rows(schema)).toBe('b Bolt 1, c Cable 2');
});

test('that its row cannot be found any more is said', async ({ admin: page, flaws, opened: { grid, schema } }) => {
  flaws.expect(/api\/row\/save/);
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/api/row/save', async (route) => {
    await held;
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  await grid.type(1, 'code', 'd');
  await begin(grid);
  await grid.type(1, 'name', 'Dowel');
  go();
  await grid.expectSaid('Your changes were saved. What you gave “name” meanwhile was not taken over');
  await grid.expectUnsaved('No unsaved changes');
  expect(rows(schema)).toBe('c Cable 2, d Bolt 1');
});
