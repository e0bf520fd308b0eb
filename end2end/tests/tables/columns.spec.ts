// Columns by the keyboard: their width, and the way back from the far right.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const wide = [`create table wide (id bigint primary key, ${Array.from({ length: 20 }, (_, at) => `c${at} text`).join(', ')})`,
  `insert into wide (id, c0, c19) values (-9223372036854775808, 'first', 'last')`];

test('the keyboard makes a column wider and narrower', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...wide);
  const { tables: [table] } = await schema.tables(calls, unique, 'wide');
  const grid = await Grid.open(page, table!);
  const width = async () => (await grid.head('c0').boundingBox())!.width;
  const before = await width();
  await grid.select(1, 'c0');
  await grid.keys('Alt+Shift+ArrowRight', 'Alt+Shift+ArrowRight');
  await grid.expectSaid(`“c0” is ${before + 80} pixels wide`);
  expect(await width()).toBeCloseTo(before + 80, 0);
  await grid.keys('Alt+Shift+ArrowLeft');
  expect(await width()).toBeCloseTo(before + 40, 0);
  await test.step('the menu of the column does it too', async () => {
    await grid.head('c0').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Narrower' }).click();
    expect(await width()).toBeCloseTo(before, 0);
  });
});

test('the longest bigint is seen whole', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...wide);
  const { tables: [table] } = await schema.tables(calls, unique, 'wide');
  const grid = await Grid.open(page, table!);
  const cut = await (await grid.cell(1, 'id')).evaluate((cell) => cell.scrollWidth > cell.clientWidth);
  expect(cut).toBe(false);
});

test('Home leads back to the start, and frozen columns leave room for the others', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...wide);
  const { tables: [table] } = await schema.tables(calls, unique, 'wide');
  const grid = await Grid.open(page, table!);
  const item = async (column: string, name: string) => {
    await grid.head(column).click({ button: 'right' });
    await page.getByRole('menuitem', { name }).click();
  };
  await item('id', 'Keep in sight up to here');
  await grid.select(1, 'id');
  for (const key of ['Home', 'Control+Home']) {
    await grid.keys('End');
    await expect(grid.head('c19')).toBeInViewport({ ratio: 0.99 });
    await grid.keys(key);
    await expect(grid.head('c0')).toBeInViewport({ ratio: 0.99 });
    await expect(grid.head('c19')).toHaveCount(0);
  }
  await test.step('as many as fit', async () => {
    await item('c0', 'Keep in sight up to here');
    await page.setViewportSize({ width: 700, height: 700 });
    await grid.select(1, 'id');
    await grid.keys('End');
    await expect(grid.head('c19')).toBeInViewport({ ratio: 0.99 });
    await grid.head('c19').click({ button: 'right' });
    const menu = page.getByRole('menu', { name: 'Column c19' });
    await expect(menu).toContainText('kept in sight here: others would have no room beside them.');
    await expect(menu.getByRole('menuitem', { name: 'Keep in sight up to here' })).toHaveCount(0);
  });
});
