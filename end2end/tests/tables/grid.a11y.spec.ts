// The grid, looked at by axe: as it is, with edits and problems, with its menus, panels and sheets.
import { expectAccessible } from '../../fixtures/axe';
import { expect, test } from '../../fixtures/test';
import { Schema, save, update } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const person = [
  `create table team (code text primary key, name text not null)`,
  `insert into team values ('FIN', 'Finance'), ('SW', 'Software')`,
  `create table person (id int generated always as identity primary key, name text not null, team text references team, active boolean, born date, seen timestamptz)`,
  `insert into person (name, team, active, born) select 'Person ' || n, 'FIN', null, date '2000-01-01' + n from generate_series(1, 12) n`,
];

test('rows, edits, problems, editors', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.expectCell(1, 'name', 'Person 1');
  await expectAccessible(page);
  await grid.type(1, 'name', 'Ada');
  await grid.select(2, 'name');
  await page.keyboard.press('Control+-');
  await page.keyboard.press('Control+Enter');
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: /problem/ })).toBeVisible();
  await expectAccessible(page);
  await test.step('however narrow the screen is, the two ways out stand side by side', async () => {
    const places = ['Discard', 'Save'].map((name) => grid.bar.getByRole('button', { name, exact: true }));
    for (const place of places) await expect(place).toBeInViewport({ ratio: 1 });
    const [discard, save] = await Promise.all(places.map((place) => place.boundingBox()));
    expect(save!.y).toBe(discard!.y);
  });
  await grid.select(2, 'name');
  await page.keyboard.press('F2');
  await expect(grid.editor).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('F2');
  await expect(page.getByRole('option', { name: /Finance/ })).toBeVisible();
  await expectAccessible(page);
});

test('menu of a cell, panels', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!, '?q=%7B%22search%22%3A%22person%22%7D');
  await grid.select(1, 'name');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Edit', exact: true })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(grid.element).toBeFocused();
  for (const panel of ['Sort', 'Filter', 'Columns']) {
    await page.getByRole('button', { name: panel, exact: true }).click();
    const dialog = page.getByRole('dialog', { name: panel });
    await expect(dialog).toBeVisible();
    if (panel === 'Sort') await dialog.getByLabel('Sort by').selectOption('name');
    if (panel === 'Filter') await dialog.getByLabel('Filter by').selectOption('born');
    await expect(dialog, 'wholly in sight').toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  }
});

test('menu of the views, form', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!, '?q=%7B%22search%22%3A%22person%22%7D');
  await page.getByRole('button', { name: /^View: / }).click();
  await expect(page.getByRole('menuitem', { name: 'Save as a new view' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await grid.select(1, 'name');
  await page.keyboard.press('Shift+F2');
  await expect(page.getByRole('complementary', { name: 'Row as a form' })).toBeVisible();
  await expectAccessible(page);
});

test('conflict, empty table', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person, 'create table nothing (id int primary key)');
  const { tables } = await schema.tables(calls, unique, 'person', 'nothing');
  const [table, empty] = ['person', 'nothing'].map((name) => tables.find((table) => table.name === name)!);
  const grid = await Grid.open(page, table!);
  await grid.type(1, 'name', 'mine');
  await save(calls, table!, update('1', 'name', 'Person 1', 'theirs'));
  await grid.save();
  await expect(page.getByRole('dialog', { name: 'Somebody else changed these rows' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.goto(`/tables/${empty!.id}`);
  await expect(page.getByRole('heading', { name: 'No rows yet' })).toBeVisible();
  await expectAccessible(page);
});
