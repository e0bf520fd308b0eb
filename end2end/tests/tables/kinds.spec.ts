// Kinds of values: shown as PostgreSQL writes them, edited, and saved as they were typed.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

/** A type, a value as it is shown, what is typed over it, and what PostgreSQL makes of that. */
type Kind = [type: string, shown: string, typed: string, saved?: string];

const groups: Record<string, Kind[]> = {
  'lengths of time, ranges and multiranges': [
    ['interval', '1 year 2 mons 3 days 04:05:06.789', '90 minutes -1 day', '-1 days +01:30:00'],
    ['int4range', '[1,5)', '[1,7]', '[1,8)'],
    ['daterange', 'empty', '[2026-03-01,)'],
    ['tstzrange', '["2026-03-01 11:00:00+00",)', '(,"2026-03-01 12:00:00+02"]', '(,"2026-03-01 10:00:00+00"]'],
    ['nummultirange', '{[1.5,2.50),[3,)}', '{}'],
  ],
  'arrays, pairs of keys and values, and text without case': [
    ['text[]', '{a,"b, c",NULL,""}', '{"say \\"hi\\"",NULL,"NULL"}'],
    ['int[]', '{{1,2},{3,4}}', '[0:1]={7,8}'],
    ['public.hstore', '"a"=>"1", "b"=>NULL', 'c=>"d e"', '"c"=>"d e"'],
    ['public.citext', 'Ada@Example.com', 'ADA@example.com'],
  ],
  'bytes, characters and moments': [
    ['bytea', '\\x00ff', '\\xDEADBEEF', '\\xdeadbeef'],
    ['char(3)', 'abc', 'xyz'],
    ['varchar(3)', 'äöü', 'ab'],
    ['date', '2026-02-28', '1 Mar 2027', '2027-03-01'],
    ['time', '04:05:06.789', '7:00 pm', '19:00:00'],
    ['timetz', '04:05:06+02', '05:00-03:30', '05:00:00-03:30'],
    ['timestamp', '2026-01-02 03:04:05.678901', 'infinity'],
  ],
  'addresses and UUIDs': [
    ['inet', '192.168.0.1/24', '::1'],
    ['cidr', '10.0.0.0/8', '10.1.0.0/16'],
    ['macaddr', '08:00:2b:01:02:03', '08-00-2B-01-02-04', '08:00:2b:01:02:04'],
    ['macaddr8', '08:00:2b:01:02:03:04:05', '08:00:2b:01:02:03:04:06'],
    ['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{B0EEBC999C0B4EF8BB6D6BB9BD380A11}', 'b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ],
  'numbers of any size, and those that are none': [
    ['numeric', 'NaN', 'Infinity'],
    ['numeric', '-Infinity', 'NaN'],
    ['numeric', '12345678901234567890.1234567890', '0.1000'],
    ['double precision', 'Infinity', '-Infinity'],
    ['real', '0.1', 'NaN'],
  ],
};

for (const [name, kinds] of Object.entries(groups)) {
  test(`${name} are shown and edited as PostgreSQL writes them`, async ({ admin: page, calls, postgres, unique }) => {
    for (const extension of ['hstore', 'citext']) postgres.sql(`create extension if not exists ${extension} schema public`);
    const columns = kinds.map(([type], at) => `c${at} ${type}`);
    const schema = Schema.make(postgres, unique, `create table kind (id int primary key, ${columns.join(', ')})`,
      `insert into kind values (1, ${kinds.map(([, shown]) => `$v$${shown}$v$`).join(', ')})`, 'insert into kind values (2)');
    const { tables: [table] } = await schema.tables(calls, unique, 'kind');
    const grid = await Grid.open(page, table!);
    for (const [at, [, shown, typed]] of kinds.entries()) {
      await grid.expectCell(1, `c${at}`, shown);
      await grid.expectCell(2, `c${at}`, 'NULL');
      await grid.type(1, `c${at}`, typed);
    }
    await grid.expectUnsaved(`${kinds.length} cells changed`);
    await grid.save();
    await grid.expectSaid('1 row is saved');
    for (const [at, [, , typed, saved = typed]] of kinds.entries()) {
      await grid.expectCell(1, `c${at}`, saved);
      expect(schema.sql(`set timezone = 'UTC'`, `select c${at} from kind where id = 1`)).toBe(saved);
    }
  });
}

test('a boolean becomes true, false and NULL, in the grid and in the form', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table flag (id int primary key, a boolean, b boolean)',
    'insert into flag values (1, null, null), (2, true, true), (3, false, false)');
  const { tables: [table] } = await schema.tables(calls, unique, 'flag');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'a');
  await grid.keys('Shift+F2');
  const field = page.getByRole('complementary', { name: 'Row as a form' }).getByLabel('b', { exact: true });
  for (const [row, word] of [[1, 'true'], [2, 'false'], [3, 'NULL']] as const) {
    await grid.select(row, 'a');
    await grid.keys('F2');
    await page.getByRole('listbox', { name: 'Values of a' }).getByRole('option', { name: word, exact: true }).click();
    await grid.expectCell(row, 'a', new RegExp(`^${word}`));
    await field.selectOption({ label: word });
    await grid.expectCell(row, 'b', new RegExp(`^${word}`));
  }
  await grid.save();
  await grid.expectSaid('3 rows are saved');
  expect(schema.sql(`select concat_ws(',', id, a, b) from flag order by id`)).toBe('1,t,t\n2,f,f\n3');
});

test('NULL and empty text are both entered, in the grid and in the form', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table note (id int primary key, a text, b text)',
    `insert into note values (1, 'x', 'x'), (2, 'x', 'x')`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  const grid = await Grid.open(page, table!);
  await grid.type(1, 'a', '');
  await grid.select(2, 'a');
  await grid.keys('Control+Delete', 'Shift+F2');
  await page.getByRole('button', { name: 'Set b to NULL' }).click();
  await grid.select(1, 'a');
  const field = page.getByRole('complementary', { name: 'Row as a form' }).getByLabel('b', { exact: true });
  await field.fill('');
  await field.blur();
  await grid.expectUnsaved('4 cells changed');
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  for (const column of ['a', 'b']) {
    await grid.expectCell(1, column, '');
    await grid.expectCell(2, column, 'NULL');
  }
  expect(schema.sql(`select a = '', b = '', a is null, b is null from note order by id`)).toBe('t|t|f|f\n||t|t');
});

test('cells that can only be read are shown, and say why', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create type place as (street text, number int)',
    `create table house (id int generated always as identity primary key, place place, price numeric, gross numeric generated always as (price * 1.19) stored)`,
    `insert into house (place, price) values (row('High Street, "B"', 5), 100)`);
  const { tables: [table] } = await schema.tables(calls, unique, 'house');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'price');
  await grid.keys('Shift+F2');
  const form = page.getByRole('complementary', { name: 'Row as a form' });
  for (const [column, shown, reason] of [
    ['id', '1', 'PostgreSQL numbers the rows itself.'],
    ['place', '("High Street, ""B""",5)', 'Values of this type can only be read here.'],
    ['gross', '119.00', 'PostgreSQL computes this value from other columns.'],
  ] as const) {
    await grid.expectCell(1, column, shown);
    await expect(await grid.cell(1, column)).toHaveAttribute('aria-readonly', 'true');
    await grid.select(1, column);
    await grid.keys('F2');
    await grid.expectSaid(`“${column}” cannot be edited. ${reason}`);
    await expect(form.getByLabel(column, { exact: true })).toBeDisabled();
    await expect(form.getByLabel(column, { exact: true })).toHaveAccessibleDescription(reason);
  }
  await test.step('what is computed follows what it is computed from', async () => {
    await grid.type(1, 'price', '200');
    await grid.save();
    await grid.expectCell(1, 'gross', '238.00');
  });
});
