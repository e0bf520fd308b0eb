// Rows, and tables, that are waited for.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { hold } from '../../fixtures/hold';

const item = ['create table item (id int primary key, name text)', `insert into item select n, 'Item ' || n from generate_series(1, 30) n`];

test('a grid whose rows are waited for does not look empty', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const loading = page.getByRole('status').filter({ hasText: 'Loading rows…' });
  const opened = await hold(page, 'row/page');
  await page.goto(`/tables/${table!.id}`);
  const grid = new Grid(page);
  await expect(loading).toBeVisible();
  await expect(grid.element).toHaveAttribute('aria-busy', 'true');
  await expect(grid.element).toHaveAttribute('aria-rowcount', '-1');
  opened();
  await grid.ready();
  await expect(loading).toHaveCount(0);
  await expect(grid.element).toHaveAttribute('aria-busy', 'false');
  await expect(grid.element).toHaveAttribute('aria-rowcount', '31');
  await page.unroute('**/api/row/page');
  await test.step('another question is waited for as well', async () => {
    const found = await hold(page, 'row/page');
    await page.getByRole('searchbox', { name: 'Search' }).fill('Item 7');
    await expect(loading).toBeVisible();
    await expect(grid.element).toHaveAttribute('aria-busy', 'true');
    found();
    await grid.expectCell(1, 'name', 'Item 7');
    await expect(loading).toHaveCount(0);
  });
});

test('a table that cannot be opened now is opened by a button', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/ERR_FAILED|table\/watch net::ERR_ABORTED/);
  const schema = Schema.make(postgres, unique, ...item);
  const { folder, tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: folder.name }).click();
  await page.route('**/api/table/open', (route) => route.abort());
  await page.getByRole('link', { name: 'item', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
  await page.unroute('**/api/table/open');
  await page.getByRole('button', { name: 'Try again' }).click();
  await grid.expectCell(1, 'name', 'Item 1');
  await expect(page).toHaveURL(new RegExp(`/tables/${table!.id}$`));
});
