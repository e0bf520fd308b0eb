// Two people change the same row: what both changed is decided cell by cell, the rest stays.
import { expectAccessible } from '../../fixtures/axe';
import { expect, test } from '../../fixtures/test';
import { Schema, remove, save, update, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Calls } from '../../fixtures/calls';
import type { Postgres } from '../../fixtures/postgres';
import type { Page } from '@playwright/test';

const person = [
  `create table person (id int primary key, name text, team text, note text)`,
  `insert into person select n, 'Person ' || n, 'FIN', 'note ' || n from generate_series(1, 9) n`,
];

async function prepare(calls: Calls, postgres: Postgres, unique: string): Promise<[Schema, Named]> {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  return [schema, table!];
}

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Somebody else changed these rows' });
const region = (page: Page, row: string) => sheet(page).getByRole('region', { name: `Row ${row}`, exact: true });
const radio = (page: Page, row: string, column: string, name: string) =>
  region(page, row).getByRole('group', { name: `What shall stand in ${column}` }).getByRole('radio', { name });
const use = (page: Page) => sheet(page).getByRole('button', { name: 'Use this choice' });
const row = (schema: Schema, id: number) => schema.sql(`select name, team, note from person where id = ${id}`);

test('two browsers change different cells of a row: both stand', async ({ admin: page, calls, other, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const mine = await Grid.open(page, table);
  const theirs = await Grid.open(await other('Grace'), table);
  await mine.type(1, 'name', 'mine');
  await theirs.type(1, 'team', 'SW');
  await theirs.save();
  await theirs.expectSaid('1 row is saved');
  await mine.save();
  await mine.expectSaid('1 row is saved');
  expect(row(schema, 1)).toBe('mine|SW|note 1');
});

test('two browsers change the same cell and others: only what both changed is asked', async ({ admin: page, calls, other, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const mine = await Grid.open(page, table);
  const theirs = await Grid.open(await other('Grace'), table);
  await mine.type(1, 'name', 'my name');
  await mine.type(1, 'team', 'my team');
  await mine.type(1, 'note', 'my note');
  await theirs.type(1, 'name', 'their name');
  await theirs.type(1, 'team', 'their team');
  await theirs.save();
  await theirs.expectSaid('1 row is saved');
  await mine.save();
  const cells = (column: string) => region(page, '1').getByRole('row').filter({ has: page.getByRole('rowheader', { name: column }) });
  await expect(cells('name')).toContainText(/Person 1.*their name.*my name/);
  await expect(cells('note')).toContainText(/note 1.*note 1.*my note.*Nobody else changed it/);
  await expect(cells('note').getByRole('radio')).toHaveCount(0);
  await expect(use(page)).toBeDisabled();
  await test.step('by keyboard alone', async () => {
    await expect(sheet(page)).toHaveAccessibleDescription(/^Nothing was saved\./);
    await expect(radio(page, '1', 'name', 'Mine'), 'it opens at the first choice').toBeFocused();
    await expect(radio(page, '1', 'name', 'Mine')).toHaveAccessibleDescription('my name');
    await expect(radio(page, '1', 'name', 'Theirs')).toHaveAccessibleDescription('their name');
    await mine.keys('ArrowDown', 'Tab', 'Space');
    await expect(radio(page, '1', 'name', 'Theirs')).toBeChecked();
    await expect(radio(page, '1', 'team', 'Mine')).toBeChecked();
    await expectAccessible(page);
    await use(page).focus();
    await mine.keys('Enter');
  });
  await expect(sheet(page)).toBeHidden();
  await mine.expectSaid('Everything is decided. Save again');
  await mine.expectCell(1, 'name', 'their name');
  await mine.expectUnsaved('2 cells changed');
  await mine.save();
  await mine.expectSaid('1 row is saved');
  expect(row(schema, 1)).toBe('their name|my team|my note');
  await theirs.expectCell(1, 'note', 'my note');
});

test('Ctrl+S in the sheet forgets nothing, and the focus comes back to the grid', async ({ admin: page, calls, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const saves: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('row/save')) saves.push(request.url()); });
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'my name');
  await grid.type(1, 'team', 'my team');
  await save(calls, table, update('1', 'name', 'Person 1', 'theirs'));
  await save(calls, table, update('1', 'team', 'FIN', 'SW'));
  await grid.bar.getByRole('button', { name: 'Save' }).focus();
  await grid.keys('Enter');
  await radio(page, '1', 'name', 'Mine').check();
  await grid.save();
  await radio(page, '1', 'team', 'Theirs').check();
  await expect(radio(page, '1', 'name', 'Mine')).toBeChecked();
  await use(page).click();
  await expect(sheet(page)).toBeHidden();
  await expect(grid.element).toBeFocused();
  expect(saves).toHaveLength(1);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(row(schema, 1)).toBe('my name|SW|note 1');
});

test('one button keeps all mine, another takes all theirs, and what nobody touched stays', async ({ admin: page, calls, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  for (const [button, name] of [['Keep all mine', 'mine'], ['Take all theirs', 'theirs']] as const) {
    const id = button === 'Keep all mine' ? 1 : 2;
    await grid.type(id, 'name', 'mine');
    await grid.type(id, 'note', 'noted');
    await save(calls, table, update(String(id), 'name', `Person ${id}`, 'theirs'));
    await grid.save();
    await sheet(page).getByRole('button', { name: button }).click();
    await expect(sheet(page)).toBeHidden();
    await grid.save();
    await grid.expectSaid('1 row is saved');
    expect(row(schema, id)).toBe(`${name}|FIN|noted`);
  }
});

test('what changes again while it is decided is a conflict again', async ({ admin: page, calls, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'mine');
  await save(calls, table, update('1', 'name', 'Person 1', 'theirs'));
  await grid.save();
  await expect(sheet(page)).toBeVisible();
  await save(calls, table, update('1', 'name', 'theirs', 'theirs again'));
  await sheet(page).getByRole('button', { name: 'Keep all mine' }).click();
  await grid.save();
  await expect(region(page, '1')).toContainText(/theirs.*theirs again.*mine/);
  await radio(page, '1', 'name', 'Mine').check();
  await use(page).click();
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(row(schema, 1)).toBe('mine|FIN|note 1');
});

test('a row that is gone, one that I delete, and a long text', async ({ admin: page, calls, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  schema.sql(`update person set note = repeat('long ', 1000) where id = 3`);
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'mine');
  await grid.select(2, 'name');
  await grid.keys('Control+-');
  await grid.type(3, 'note', 'short now');
  await grid.type(3, 'name', 'mine too');
  await save(calls, table, remove('1', { name: 'Person 1' }), update('2', 'name', 'Person 2', 'theirs'), update('3', 'name', 'Person 3', 'theirs too'));
  await grid.save();
  await expect(region(page, '1')).toContainText('your changes of it have nowhere to go');
  await expect(region(page, '1')).toContainText('mine');
  await expect(region(page, '3').getByRole('row').filter({ hasText: 'short now' })).toContainText('Nobody else changed it');
  await sheet(page).getByRole('button', { name: 'Keep all mine' }).click();
  await expect(use(page), 'what is gone must be agreed to').toBeDisabled();
  await region(page, '1').getByRole('radio', { name: 'Discard my changes' }).check();
  await use(page).click();
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql('select id, name, note from person where id < 4')).toBe('3|mine too|short now');
});
