// The form of the active row: its fields keep the focus, and what is being typed, whatever happens.
import { expect, test as base } from '../../fixtures/test';
import { Schema, insert, save, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { hold } from '../../fixtures/hold';
import type { Locator } from '@playwright/test';

const item = [
  `create type state as enum ('new', 'used', 'broken')`,
  `create table kind (id int primary key, name text not null)`,
  `insert into kind values (1, 'Metal'), (2, 'Wood')`,
  `create table item (code text primary key, name text, state state, kind int references kind)`,
  `insert into item values ('b', 'Bolt', 'new', 1), ('c', 'Cable', 'new', 1)`,
];

interface Opened {
  grid: Grid;
  schema: Schema;
  table: Named;
  field: (name: string) => Locator;
}

/** Every test begins with the form of the first row. */
const test = base.extend<{ opened: Opened }>({
  opened: async ({ admin: page, calls, postgres, unique }, use) => {
    const schema = Schema.make(postgres, unique, ...item);
    const { tables: [table] } = await schema.tables(calls, unique, 'item');
    const grid = await Grid.open(page, table!);
    await grid.select(1, 'name');
    await grid.keys('Shift+F2');
    const form = page.getByRole('complementary', { name: 'Row as a form' });
    await use({ grid, schema, table: table!, field: (name) => form.getByLabel(name, { exact: true }) });
  },
});

test('a foreign key has its label, and its list opens in the grid, also where the form hides that', async ({ admin: page, opened: { grid, field } }) => {
  await expect(field('kind')).toHaveAccessibleDescription('Metal');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole('button', { name: 'Choose kind' }).click();
  await page.getByRole('option', { name: /Wood/ }).click();
  await grid.expectCell(1, 'kind', /^2\s*Wood/);
  await grid.keys('Shift+F2');
  await expect(field('kind')).toHaveValue('2');
  await expect(field('kind')).toHaveAccessibleDescription('Wood');
});

test('one key after the other chooses from a list', async ({ opened: { grid, field } }) => {
  await field('state').focus();
  await grid.keys('ArrowDown');
  await grid.expectCell(1, 'state', /^used/);
  await expect(field('state')).toBeFocused();
  await grid.keys('ArrowDown');
  await grid.expectCell(1, 'state', /^broken/);
  await expect(field('state')).toHaveValue('=broken');
});

test('the button that sets NULL stays', async ({ admin: page, opened: { grid, field } }) => {
  const button = page.getByRole('button', { name: 'Set name to NULL' });
  await button.focus();
  await grid.keys('Enter');
  await grid.expectCell(1, 'name', /^NULL/);
  await expect(field('name')).toHaveValue('');
  await expect(button).toBeFocused();
  await expect(button).toBeDisabled();
});

test('a row that comes before takes nothing away', async ({ calls, opened: { grid, schema, table, field } }) => {
  await field('name').fill('Nut');
  await save(calls, table, insert({ code: 'a', name: 'Axle' }));
  await grid.expectCell(1, 'name', 'Axle');
  await expect(field('name')).toBeFocused();
  await expect(field('name')).toHaveValue('Nut');
  await grid.keys('Tab');
  await grid.expectCell(2, 'name', /^Nut/);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql(`select string_agg(name, ', ' order by code) from item`)).toBe('Axle, Nut, Cable');
});

test('another row that is chosen is shown, and what was typed goes into its own', async ({ opened: { grid, field } }) => {
  await field('name').fill('Nut');
  await grid.select(2, 'name');
  await expect(field('name')).toHaveValue('Cable');
  await grid.expectCell(1, 'name', /^Nut/);
  await grid.expectCell(2, 'name', 'Cable');
});

test('a problem, or a key, that comes while the field has the focus', async ({ admin: page, opened: { grid, field } }) => {
  const go = await hold(page, 'row/named');
  await field('kind').fill('Plastic');
  await grid.keys('Tab');
  await field('kind').focus();
  go();
  await expect(field('kind')).toHaveAttribute('aria-invalid', 'true');
  await expect(field('kind')).toHaveAccessibleDescription(/Nothing was found/);
  await expect(field('kind')).toBeFocused();
  await field('kind').fill('Wood');
  await grid.keys('Tab');
  await field('kind').focus();
  await expect(field('kind')).toHaveValue('2');
  await expect(field('kind')).toBeFocused();
});

test('Ctrl+S takes the field along, and leaves the focus there', async ({ opened: { grid, schema, field } }) => {
  await field('name').fill('Nut');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  await expect(field('name')).toBeFocused();
  expect(schema.sql(`select name from item where code = 'b'`)).toBe('Nut');
});

test('nothing is typed while it is being found out whether a Save succeeded', async ({ admin: page, flaws, opened: { grid, field } }) => {
  flaws.expect(/api\/row\/(save|outcome)/);
  await page.route('**/api/row/save', (route) => route.abort('connectionreset'), { times: 1 });
  await page.route('**/api/row/outcome', (route) => route.abort('connectionreset'));
  await field('name').fill('Nut');
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: 'Ask again' })).toBeVisible();
  await expect(field('name')).not.toBeEditable();
  await expect(field('state')).toBeDisabled();
  await page.unroute('**/api/row/outcome');
  await grid.bar.getByRole('button', { name: 'Ask again' }).click();
  await grid.expectSaid('Nothing was saved; save again');
  await expect(field('name')).toBeEditable();
  await expect(field('name')).toHaveValue('Nut');
});

test('edits in doubt that are given up are gone from the form', async ({ admin: page, flaws, opened: { grid, field } }) => {
  flaws.expect(/api\/row\/(save|outcome)/);
  await page.route('**/api/row/save', (route) => route.abort('connectionreset'), { times: 1 });
  await page.route('**/api/row/outcome', (route) => route.abort('connectionreset'));
  await field('name').fill('Nut');
  await field('state').selectOption('used');
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: 'Ask again' })).toBeVisible();
  await grid.discard();
  await expect(field('name')).toHaveValue('Bolt');
  await expect(field('state')).toHaveValue('=new');
  await expect(field('name')).toBeEditable();
});
