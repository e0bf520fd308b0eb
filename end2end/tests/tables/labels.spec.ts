// Labels of foreign keys that are typed faster than the server answers: the key is found all the same.
import { hold } from '../../fixtures/hold';
import { expect, test } from '../../fixtures/test';
import { Schema, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Calls } from '../../fixtures/calls';
import type { Postgres } from '../../fixtures/postgres';
import type { Page } from '@playwright/test';

const person = [
  `create table team (id int primary key, name text not null)`,
  `insert into team values (1, 'Finance'), (2, 'Software'), (3, 'Sales'), (4, 'Sales')`,
  `create table person (id int primary key, team int references team, name text)`,
  `insert into person select n, 1, 'Person ' || n from generate_series(1, 9) n`,
];

async function open(page: Page, calls: Calls, postgres: Postgres, unique: string): Promise<[Grid, Schema]> {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  return [await Grid.open(page, table as Named), schema];
}

/** Where it is asked for what a text stands. */
const lookUp = '**/api/row/named';

/** Types over a cell, and leaves it by a key. */
async function typeOver(grid: Grid, row: number, text: string, key: string): Promise<void> {
  await grid.select(row, 'team');
  await grid.page.keyboard.type(text);
  await grid.keys(key);
}

test('a label takes its key when the answer comes, in one step', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  // A list that has come by then has the key at once.
  await hold(page, 'row/choices');
  const go = await hold(page, 'row/named');
  await typeOver(grid, 1, 'Software', 'Enter');
  await typeOver(grid, 2, 'Software', 'Tab');
  await grid.select(3, 'team');
  await page.keyboard.type('Software');
  await grid.select(4, 'name');
  for (const row of [1, 2, 3]) await grid.expectCell(row, 'team', /^Software/);
  await test.step('a label of the key that is there already changes nothing', async () => {
    await typeOver(grid, 4, 'Finance', 'Enter');
    await grid.expectUnsaved('4 cells changed');
  });
  go();
  for (const row of [1, 2, 3]) await grid.expectCell(row, 'team', /^2\s*Software/);
  await grid.expectUnsaved('3 cells changed');
  await grid.keys('Control+z');
  await grid.expectCell(3, 'team', /^1\s*Finance$/);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql(`select string_agg(team::text, '' order by id) from person`)).toBe('221111111');
});

test('what is filled down or duplicated before the answer takes the key too', async ({ admin: page, calls, postgres, unique }) => {
  const [grid] = await open(page, calls, postgres, unique);
  const go = await hold(page, 'row/named');
  await typeOver(grid, 1, 'Software', 'Enter');
  await grid.select(1, 'team');
  await grid.keys('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d');
  await grid.expectUnsaved('3 cells changed');
  await grid.select(1, 'team');
  await grid.keys('Control+Shift+d');
  await grid.expectSaid('1 copy is added at the top');
  go();
  for (const row of [1, 2, 3, 4]) await grid.expectCell(row, 'team', /^2\s*Software/);
});

test('a Save waits for the key', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  const go = await hold(page, 'row/named');
  await typeOver(grid, 1, 'Software', 'Control+s');
  await grid.expectSaid('What you typed is being looked up');
  await grid.expectCell(1, 'team', /^Software/);
  go();
  await grid.expectSaid('1 row is saved');
  await grid.expectCell(1, 'team', /^2\s*Software/);
  expect(schema.sql('select team from person where id = 1')).toBe('2');
});

test('what is called by nothing, or by several, stays and is marked at once', async ({ admin: page, calls, postgres, unique }) => {
  const [grid] = await open(page, calls, postgres, unique);
  const go = await hold(page, 'row/named');
  await typeOver(grid, 1, 'Softwear', 'Enter');
  await typeOver(grid, 2, 'Sales', 'Enter');
  await typeOver(grid, 3, '2', 'Enter');
  await expect(await grid.cell(1, 'team')).toHaveText(/^Softwear/);
  await expect(grid.bar.getByRole('button', { name: /problem/ })).toHaveCount(0);
  go();
  await grid.expectCell(3, 'team', /^2\s*Software/);
  for (const [row, text, problem] of [[1, 'Softwear', 'Nothing was found'], [2, 'Sales', 'Several are called so']] as const) {
    const cell = await grid.cell(row, 'team');
    await expect(cell).toHaveText(new RegExp(`^${text}`));
    await expect(cell).toHaveAttribute('aria-invalid', 'true');
    await expect(cell).toHaveAttribute('title', new RegExp(problem));
  }
  await grid.expectUnsaved('3 cells changed');
  await expect(grid.bar.getByRole('button', { name: '2 problems' })).toBeVisible();
  await test.step('also where the list had answered', async () => {
    await grid.select(4, 'team');
    const answered = page.waitForResponse((response) =>
      response.url().endsWith('row/choices') && (response.request().postData() ?? '').includes('Softwere'));
    await page.keyboard.type('Softwere');
    await answered;
    await grid.keys('Enter');
    await expect(await grid.cell(4, 'team')).toHaveAttribute('aria-invalid', 'true');
  });
});

test('where nothing can be asked, what was typed stays and is marked', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/api\/row\/(named|choices)/);
  const [grid] = await open(page, calls, postgres, unique);
  await page.route(/api\/row\/(named|choices)$/, (route) => route.abort('connectionreset'));
  await typeOver(grid, 1, 'Software', 'Enter');
  const cell = await grid.cell(1, 'team');
  await expect(cell).toHaveAttribute('title', /could not be looked up/);
  await expect(cell).toHaveText(/^Software/);
  await grid.expectUnsaved('1 cell changed');
  await test.step('a list that could not be asked does not say that nothing is found', async () => {
    await grid.select(2, 'team');
    await page.keyboard.type('S');
    await grid.expectSaid('cannot be reached');
    await expect(page.getByText('Nothing found')).toHaveCount(0);
    await grid.keys('Escape');
  });
  await test.step('typed once more, it is found and no problem any more', async () => {
    await page.unroute(/api\/row\/(named|choices)$/);
    await typeOver(grid, 1, 'Software', 'Enter');
    await grid.expectCell(1, 'team', /^2\s*Software/);
    await expect(cell).not.toHaveAttribute('aria-invalid', 'true');
    await expect(grid.bar.getByRole('button', { name: /problem/ })).toHaveCount(0);
  });
});

test('the form takes a label too', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  await grid.select(1, 'team');
  await grid.keys('Shift+F2');
  const form = page.getByRole('complementary', { name: 'Row as a form' });
  await form.getByLabel('team', { exact: true }).fill('Software');
  await form.getByLabel('name', { exact: true }).focus();
  await grid.expectCell(1, 'team', /^2\s*Software/);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select team from person where id = 1')).toBe('2');
});

test('a list in which nothing is found says so', async ({ admin: page, calls, postgres, unique }) => {
  const [grid] = await open(page, calls, postgres, unique);
  const nothing = page.getByRole('status').filter({ hasText: 'Nothing found' });
  await grid.select(1, 'team');
  await page.keyboard.type('S');
  await expect(page.getByRole('option', { name: /Software/ })).toBeVisible();
  await expect(nothing).toHaveCount(0);
  await page.keyboard.type('zz');
  await expect(nothing).toBeVisible();
  await expect(page.getByRole('option')).toHaveCount(0);
});

test('a Save that waits is given up with what it waits for', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  const saves: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('row/save')) saves.push(request.url()); });
  const go = await hold(page, 'row/named');
  await typeOver(grid, 1, 'Software', 'Control+s');
  await grid.expectSaid('What you typed is being looked up');
  await grid.bar.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard changes' }).click();
  await grid.expectSaid('The changes are discarded');
  await grid.type(2, 'name', 'Not saved');
  const answered = page.waitForResponse(lookUp);
  go();
  await answered;
  await grid.type(3, 'name', 'Nor this');
  await grid.expectUnsaved('2 cells changed');
  await test.step('also where nothing is found', async () => {
    await typeOver(grid, 4, 'Softwear', 'Control+s');
    await grid.expectSaid('Nothing was saved. “team”: Nothing was found');
    await grid.expectUnsaved('3 cells changed');
  });
  expect(saves).toEqual([]);
  expect(schema.sql(`select count(*) from person where name !~ '^Person'`)).toBe('0');
});

test('a Save that waits is given up by the question whether to discard', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  const saves: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('row/save')) saves.push(request.url()); });
  const go = await hold(page, 'row/named');
  await typeOver(grid, 1, 'Software', 'Control+s');
  await grid.bar.getByRole('button', { name: 'Discard' }).click();
  await grid.save();
  go();
  await grid.expectCell(1, 'team', /^2\s*Software/);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await grid.expectSaid('Nothing is saved for now: the Save that waited is given up');
  await grid.expectUnsaved('1 cell changed');
  expect(saves).toEqual([]);
  expect(schema.sql('select team from person where id = 1')).toBe('1');
});

test('undone, a Save that waits is given up; done again, what was typed has its key', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  const saves: string[] = [];
  page.on('request', (request) => { if (request.url().endsWith('row/save')) saves.push(request.url()); });
  const go = await hold(page, 'row/named');
  await typeOver(grid, 1, 'Software', 'Control+s');
  await grid.expectSaid('What you typed is being looked up');
  await grid.keys('Control+z');
  await grid.expectSaid('Undone. The Save that waited is given up: nothing is saved');
  await grid.expectUnsaved('No unsaved changes');
  const answered = page.waitForResponse(lookUp);
  go();
  await answered;
  await grid.keys('Control+y');
  await grid.expectCell(1, 'team', /^2\s*Software/);
  await grid.expectUnsaved('1 cell changed');
  expect(saves, 'nothing was sent').toEqual([]);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select team from person where id = 1')).toBe('2');
});

test('a key in another notation, or in other capitals, is taken', async ({ admin: page, calls, postgres, unique }) => {
  const [grid, schema] = await open(page, calls, postgres, unique);
  await typeOver(grid, 1, '002', 'Enter');
  await typeOver(grid, 2, 'software', 'Enter');
  await grid.expectCell(2, 'team', /^2\s*Software/);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql(`select string_agg(team::text, '' order by id) from person where id < 3`)).toBe('22');
});

test('a key that a new row brings is no problem, and one without a label is shown once', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique,
    `create table place (code text primary key, above text references place)`,
    `insert into place values ('42', null), ('43', null)`);
  const { tables: [table] } = await schema.tables(calls, unique, 'place');
  const grid = await Grid.open(page, table!);
  const typeInto = async (row: number, text: string) => {
    await grid.select(row, 'above');
    await page.keyboard.type(text);
    await grid.keys('Enter');
  };
  await typeInto(1, '43');
  await grid.expectCell(1, 'above', /^43, changed/);
  await grid.keys('Control+Enter');
  await page.keyboard.type('new');
  await grid.keys('Enter');
  const go = await hold(page, 'row/named');
  await typeInto(1, 'new');
  await test.step('a Save that waits is given up only for a problem', async () => {
    await grid.save();
    await grid.expectSaid('What you typed is being looked up');
    go();
    await grid.expectSaid('2 rows are saved');
  });
  expect(schema.sql(`select string_agg(code || above, ',' order by code) from place where above is not null`)).toBe('4243,newnew');
});

test.describe('pasted', () => {
  const asked = (page: Page) => {
    const asked: string[] = [];
    page.on('request', (request) => { if (request.url().endsWith('row/named')) asked.push(request.postData() ?? ''); });
    return asked;
  };

  test('labels take their keys, all with one question, also in new rows and in one step', async ({ admin: page, calls, postgres, unique }) => {
    const [grid, schema] = await open(page, calls, postgres, unique);
    const questions = asked(page);
    await grid.select(8, 'id');
    await grid.paste('8\tSoftware\teighth\n9\tfinance\tninth\n10\tSoftware\ttenth\n11\t2\televenth\n12\t\ttwelfth');
    await grid.expectSaid(/pasted, 3 rows of them as new rows at the top/);
    await grid.expectCell(1, 'team', /^2\s*Software/);
    await grid.expectCell(2, 'team', /^2\s*Software/);
    await grid.expectCell(11, 'team', /^2\s*Software/);
    expect(questions).toHaveLength(1);
    await test.step('a label of the key that is there already changes nothing', async () => {
      await grid.expectUnsaved('3 cells changed, 3 new rows');
    });
    await grid.keys('Control+z');
    await grid.expectUnsaved('No unsaved changes');
    await grid.keys('Control+y');
    await grid.save();
    await grid.expectSaid('5 rows are saved');
    expect(schema.sql(`select string_agg(coalesce(team::text, '-'), '' order by id) from person where id > 7`)).toBe('2122-');
  });

  test('what nothing is called so, or several are, is marked at its cell', async ({ admin: page, calls, postgres, unique }) => {
    const [grid, schema] = await open(page, calls, postgres, unique);
    await grid.select(1, 'team');
    await grid.paste('Software\nSoftwear\nSales\nSoftwear');
    await grid.expectCell(1, 'team', /^2\s*Software/);
    await grid.expectSaid('“team”: 3 cells are in doubt, such as “Softwear”. Nothing was found that is called so.');
    for (const [row, problem] of [[2, 'Nothing was found'], [3, 'Several are called so'], [4, 'Nothing was found']] as const) {
      await expect(await grid.cell(row, 'team')).toHaveAttribute('aria-invalid', 'true');
      await expect(await grid.cell(row, 'team')).toHaveAttribute('title', new RegExp(problem));
    }
    await expect(grid.bar.getByRole('button', { name: '3 problems' })).toBeVisible();
    await grid.keys('Control+z');
    await grid.expectUnsaved('No unsaved changes');
    await expect(grid.bar.getByRole('button', { name: /problem/ })).toHaveCount(0);
    await grid.keys('Control+y');
    await expect(grid.bar.getByRole('button', { name: '3 problems' })).toBeVisible();
    expect(schema.sql('select count(*) from person where team <> 1')).toBe('0');
  });

  test('a Save waits for them, and what our own grid copied is taken as it is', async ({ admin: page, calls, postgres, unique }) => {
    const [grid, schema] = await open(page, calls, postgres, unique);
    const go = await hold(page, 'row/named');
    await grid.select(1, 'team');
    await grid.paste('Software\nSoftware');
    await grid.save();
    await grid.expectSaid('What you typed is being looked up');
    go();
    await grid.expectSaid('2 rows are saved');
    expect(schema.sql(`select string_agg(team::text, '' order by id) from person`)).toBe('221111111');
    const questions = asked(page);
    await grid.select(1, 'team');
    const copied = await grid.copy();
    await grid.select(5, 'team');
    await grid.paste(copied);
    await grid.expectCell(5, 'team', /^2\s*Software/);
    expect(questions).toEqual([]);
  });

  test('that nothing was saved is said with everything that is not found', async ({ admin: page, calls, postgres, unique }) => {
    const schema = Schema.make(postgres, unique, ...person.slice(0, 2),
      'create table pair (id int primary key, one int references team, two int references team)', 'insert into pair values (1, 1, 1)');
    const { tables: [table] } = await schema.tables(calls, unique, 'pair');
    const grid = await Grid.open(page, table!);
    const go = await hold(page, 'row/named');
    await grid.select(1, 'one');
    await grid.paste('Softwear\tFinanze');
    await grid.save();
    await grid.expectSaid('What you typed is being looked up');
    go();
    await expect(grid.bar.getByRole('button', { name: '2 problems' })).toBeVisible();
    await grid.expectSaid(/^Nothing was saved\. “(one|two)”: Nothing was found/);
    await grid.expectUnsaved('2 cells changed');
  });
});
