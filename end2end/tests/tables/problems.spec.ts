// What is wrong with values: marked at sight, or told by PostgreSQL when they are saved.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

test('what is wrong at sight is marked as soon as the cell is left', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table part (id int primary key, stock int not null)', 'insert into part values (1, 1), (2, 2)');
  const { tables: [table] } = await schema.tables(calls, unique, 'part');
  const grid = await Grid.open(page, table!);
  const cell = await grid.cell(1, 'stock');
  const problems = grid.bar.getByRole('button', { name: /problem/ });
  await grid.type(1, 'stock', 'many');
  await expect(cell).toHaveAttribute('aria-invalid', 'true');
  await expect(cell).toHaveAttribute('title', 'Enter a whole number');
  await expect(problems).toHaveText(/^1 problem/);
  await test.step('it goes with an undo and comes back with a redo, and with a reload', async () => {
    await grid.keys('Control+z');
    await expect(problems).toHaveCount(0);
    await grid.keys('Control+y');
    await expect(cell).toHaveAttribute('aria-invalid', 'true');
    await page.reload();
    await grid.expectUnsaved('1 cell changed');
    await expect(cell).toHaveAttribute('aria-invalid', 'true');
  });
  await test.step('what is pasted is looked at as well, and nothing is sent as long as it is wrong', async () => {
    await grid.select(1, 'stock');
    await grid.paste('7\n7.5');
    await expect(problems).toHaveText(/^1 problem/);
    await expect(await grid.cell(2, 'stock')).toHaveAttribute('aria-invalid', 'true');
    await grid.save();
    await grid.expectSaid('Enter a whole number');
    expect(schema.sql('select stock from part where id = 1')).toBe('1');
  });
  await grid.type(2, 'stock', '8');
  await expect(problems).toHaveCount(0);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
});

test('problems come back at their cells', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const schema = Schema.make(postgres, unique,
    'create table person (id bigint generated always as identity primary key, name text not null, salary numeric(10,2) check (salary >= 0))',
    `insert into person (name, salary) select 'Person ' || n, n from generate_series(1, 5) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.type(1, 'salary', '-5');
  await grid.type(2, 'salary', 'much');
  await grid.type(3, 'name', 'fine');
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: /problem/ })).toBeVisible();
  await expect(await grid.cell(1, 'salary')).toHaveAttribute('aria-invalid', 'true');
  await expect(await grid.cell(2, 'salary')).toHaveAttribute('aria-invalid', 'true');
  await expect(await grid.cell(3, 'name')).not.toHaveAttribute('aria-invalid', 'true');
  expect(schema.sql(`select count(*) from person where name = 'fine'`)).toBe('0');
  await test.step('the form marks them too', async () => {
    await grid.select(1, 'salary');
    await grid.keys('Shift+F2');
    const salary = page.getByRole('complementary', { name: 'Row as a form' }).getByLabel('salary', { exact: true });
    await expect(salary).toHaveAttribute('aria-invalid', 'true');
    await expect(salary).toHaveAccessibleDescription(/./);
    await page.getByRole('button', { name: 'Close the form' }).click();
  });
  await grid.type(1, 'salary', '5');
  await grid.type(2, 'salary', '7');
  await grid.save();
  await grid.expectSaid('3 rows are saved');
});

test('new rows lack nothing before they are saved, and Discard forgets all problems', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table part (id int primary key, stock int not null)', 'insert into part values (1, 1)');
  const { tables: [table] } = await schema.tables(calls, unique, 'part');
  const grid = await Grid.open(page, table!);
  const problems = grid.bar.getByRole('button', { name: /problem/ });
  await page.getByRole('button', { name: 'Insert row' }).click();
  await grid.expectUnsaved('1 new row');
  await expect(problems).toHaveCount(0);
  await grid.type(1, 'id', 'two');
  await expect(problems).toHaveText(/^1 problem/);
  await grid.save();
  await expect(problems).toHaveText(/^2 problems/);
  await expect(await grid.cell(1, 'stock')).toHaveAttribute('title', 'A new row needs a value here');
  await grid.discard();
  await expect(problems).toHaveCount(0);
});

test('a problem in a row that is not loaded is told with its key', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table part (id int primary key, stock int)', 'insert into part select n, n from generate_series(1, 3000) n');
  const { tables: [table] } = await schema.tables(calls, unique, 'part');
  const grid = await Grid.open(page, table!);
  await grid.type(1, 'stock', 'many');
  await grid.select(1, 'stock');
  await grid.keys('Control+ArrowDown');
  await grid.expectActive(/^3000$/);
  await page.keyboard.type('more');
  await grid.keys('Enter');
  await page.reload();
  await grid.expectUnsaved('2 cells changed');
  await expect(grid.bar.getByRole('button', { name: '2 problems' })).toBeVisible();
  await grid.select(1, 'stock');
  await grid.keys('F8');
  await grid.expectActive(/^many/);
  await grid.expectSaid('Not among the rows that are loaded: row “3000”: Enter a whole number');
});
