// Keys that lead through the grid, and heads that are dragged.
import { expect, test as base } from '../../fixtures/test';
import { Schema, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

/** Every test begins in the first cell of three hundred rows. */
const test = base.extend<{ opened: { grid: Grid; table: Named } }>({
  opened: async ({ admin: page, calls, postgres, unique }, use) => {
    const schema = Schema.make(postgres, unique, 'create table item (id int primary key, name text, price int, stock int)',
      `insert into item select n, 'Item ' || n, n, n from generate_series(1, 300) n`);
    const { tables: [table] } = await schema.tables(calls, unique, 'item');
    const grid = await Grid.open(page, table!);
    await grid.select(1, 'id');
    await grid.expectActive(/^1$/);
    await use({ grid, table: table! });
  },
});

test('a view of rows, the ends of a row and the ends of a column are one key away', async ({ opened: { grid } }) => {
  await grid.keys('PageDown');
  await grid.expectActive(/^(?!1$)\d+$/);
  const below = Number(await grid.active());
  await expect(await grid.cell(below, 'id')).toBeInViewport({ ratio: 0.99 });
  await grid.keys('PageDown');
  await grid.expectActive(new RegExp(`^${2 * below - 1}$`));
  await grid.keys('PageUp', 'PageUp');
  await grid.expectActive(/^1$/);
  await expect(await grid.cell(below - 1, 'id')).toBeInViewport({ ratio: 0.99 });
  await expect(await grid.cell(below, 'id')).not.toBeInViewport({ ratio: 0.99 });
  for (const [key, row, column] of [['ArrowDown', 300, 'id'], ['ArrowRight', 300, 'stock'], ['ArrowUp', 1, 'stock'], ['ArrowLeft', 1, 'id']] as const) {
    await grid.keys(`Control+${key}`);
    await grid.expectActive(new RegExp(`^${row}$`));
    await expect(await grid.cell(row, column)).toHaveAttribute('aria-selected', 'true');
  }
});

test('Ctrl+F leads to the search, and Enter and Escape back to the grid', async ({ admin: page, opened: { grid } }) => {
  const search = page.getByRole('searchbox', { name: 'Search' });
  await grid.keys('Control+f');
  await expect(search).toBeFocused();
  await page.keyboard.type('item 29');
  await grid.keys('Enter');
  await expect(grid.element).toBeFocused();
  await expect(grid.bar).toContainText('11 rows');
  await grid.keys('Control+f');
  await expect(search).toBeFocused();
  await grid.keys('Escape');
  await expect(grid.element).toBeFocused();
  await expect(grid.bar).toContainText('300 rows');
});

test('F8 goes from problem to problem, those far out of sight too, and says what each is', async ({ opened: { grid } }) => {
  await grid.type(2, 'price', 'much');
  await grid.select(2, 'stock');
  await grid.keys('Control+ArrowDown');
  await grid.expectActive(/^300$/);
  await grid.page.keyboard.type('9999999999');
  await grid.keys('Enter');
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: '2 problems' })).toBeVisible();
  await grid.keys('Control+Home');
  await grid.expectActive(/^1$/);
  for (const [active, said] of [[/^much/, 'Enter a whole number'], [/^9999999999/, 'Enter a whole number from'], [/^much/, 'Enter a whole number']] as const) {
    await grid.keys('F8');
    await grid.expectActive(active);
    await grid.expectSaid(said);
  }
});

test('a head that is dragged takes its column along, sorts nothing, and stays there', async ({ admin: page, opened: { grid } }) => {
  const heads = async () => (await grid.element.getByRole('columnheader').allInnerTexts()).map((head) => head.trim()).slice(1);
  const middle = async (column: string) => {
    const { x, y, width, height } = (await grid.head(column).boundingBox())!;
    return { x: x + width / 2, y: y + height / 2, quarter: width / 4 };
  };
  const drag = async (column: string, to: string, side: -1 | 1) => {
    const [from, goal] = [await middle(column), await middle(to)];
    const kept = page.waitForResponse(/view\/keep_layout/);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(goal.x + side * goal.quarter, goal.y, { steps: 6 });
    await page.mouse.up();
    await kept;
  };
  await drag('stock', 'name', -1);
  expect(await heads()).toEqual(['id', 'stock', 'name', 'price']);
  await drag('id', 'name', 1);
  expect(await heads()).toEqual(['stock', 'name', 'id', 'price']);
  await expect(grid.element.locator('[aria-sort]')).toHaveCount(0);
  await grid.expectCell(1, 'name', 'Item 1');
  await page.reload();
  await grid.ready();
  expect(await heads()).toEqual(['stock', 'name', 'id', 'price']);
});
