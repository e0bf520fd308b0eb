// Looking at rows: scrolling, sorting, filtering, searching, columns, views, links.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const person = [
  `create type mood as enum ('calm', 'busy')`,
  `create table person (id int primary key, name text not null, mood mood, active boolean, salary numeric(10,2), since date)`,
  `insert into person select n, 'Person ' || n, (array['calm', 'busy', null])[n % 3 + 1]::mood, n % 2 = 0, n * 1.5, date '2020-01-01' + n from generate_series(1, 300) n`,
];

test('rows are shown, sorted by several columns, and the address says how', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { folder, tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await expect(page.getByRole('heading', { level: 1, name: 'person' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toContainText(folder.name);
  await expect(grid.element).toHaveAttribute('aria-rowcount', '301');
  await grid.expectCell(1, 'name', 'Person 1');
  await grid.expectCell(2, 'mood', 'NULL');
  await grid.head('active').click();
  await expect(grid.head('active')).toHaveAttribute('aria-sort', 'ascending');
  await grid.head('salary').click({ modifiers: ['Shift'] });
  await grid.head('salary').click({ modifiers: ['Shift'] });
  await expect(grid.head('salary')).toHaveAttribute('aria-sort', 'descending');
  await grid.expectCell(1, 'name', 'Person 299');
  const address = page.url();
  await page.reload();
  await grid.ready();
  await grid.expectCell(1, 'name', 'Person 299');
  expect(page.url()).toBe(address);
  await page.goBack();
  await expect(grid.head('salary')).toHaveAttribute('aria-sort', 'ascending');
});

test('filters have the operators that suit, and the search looks everywhere', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Filter' });
  await panel.getByLabel('Filter by').selectOption('salary');
  await panel.getByLabel('How to compare salary').selectOption('is between');
  await panel.getByLabel('Value to compare salary with', { exact: true }).fill('15');
  await panel.getByLabel('Value to compare salary with, upper end').fill('18');
  await panel.getByLabel('Value to compare salary with, upper end').press('Enter');
  await expect(grid.bar).toContainText('3 rows');
  await panel.getByLabel('Filter by').selectOption('mood');
  await panel.getByLabel('Value to compare mood with').selectOption('busy');
  await expect(grid.bar).toContainText('1 row');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove filter: mood is busy' }).click();
  await page.getByRole('button', { name: /^Remove filter: salary/ }).click();
  await expect(grid.bar).toContainText('300 rows');
  await page.getByRole('searchbox', { name: 'Search' }).fill('person 29');
  await expect(grid.bar).toContainText('11 rows');
  await page.getByRole('searchbox', { name: 'Search' }).fill('nobody at all');
  await expect(page.getByRole('heading', { name: 'No row fits' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all rows' }).click();
  await expect(grid.bar).toContainText('300 rows');
});

test('what a value is made of is looked for, and its text as well', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const schema = Schema.make(postgres, unique,
    'create table price (id int primary key, tags text[], valid daterange)',
    `insert into price values (1, '{red,"dark red"}', '[2026-01-01,2026-07-01)'), (2, '{dark red}', '[2026-07-01,)'), (3, null, null)`);
  const { tables: [table] } = await schema.tables(calls, unique, 'price');
  const grid = await Grid.open(page, table!);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Filter' });
  await panel.getByLabel('Filter by').selectOption('tags');
  await panel.getByLabel('How to compare tags').selectOption('includes');
  await panel.getByLabel('Value to compare tags with').fill('red');
  await page.keyboard.press('Enter');
  await expect(grid.bar).toContainText('1 row');
  await grid.expectCell(1, 'id', '1');
  await panel.getByLabel('How to compare tags').selectOption('contains');
  await expect(grid.bar).toContainText('2 rows');
  await panel.getByLabel('Filter by').selectOption('valid');
  await panel.getByLabel('How to compare valid').selectOption('includes');
  await panel.getByLabel('Value to compare valid with').fill('2026-07-01');
  await page.keyboard.press('Enter');
  await expect(grid.bar).toContainText('1 row');
  await grid.expectCell(1, 'id', '2');
  await panel.getByLabel('Value to compare valid with').fill('July');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('alert')).toContainText(/not a part of a value of the type daterange.*July/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove filter: valid includes July' }).click();
  await expect(grid.bar).toContainText('2 rows');
});

test('a filter that the type cannot read is said at the filter', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await Grid.open(page, table!);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Filter' });
  await panel.getByLabel('Filter by').selectOption('since');
  await panel.getByLabel('Value to compare since with').fill('the day before');
  await panel.getByLabel('Value to compare since with').press('Enter');
  await expect(panel.getByRole('alert')).toContainText('not a value of the type date');
  await test.step('and at no other, also below one that has no value yet', async () => {
    await panel.getByRole('button', { name: 'Remove the filter on since' }).click();
    await panel.getByLabel('Filter by').selectOption('salary');
    await panel.getByLabel('Filter by').selectOption('since');
    await panel.getByLabel('Value to compare since with').fill('the day before');
    await panel.getByLabel('Value to compare since with').press('Enter');
    const lines = panel.getByRole('listitem');
    await expect(lines.nth(1).getByRole('alert')).toContainText('the day before');
    await expect(lines.nth(0).getByRole('alert')).toHaveCount(0);
  });
});

test('columns are hidden, moved, widened and kept in sight, and it stays so', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  const kept = page.waitForResponse(/view\/keep_layout/);
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Columns' });
  await panel.getByRole('checkbox', { name: 'mood' }).uncheck();
  await kept;
  await panel.getByRole('button', { name: 'Move since to the left' }).click();
  await panel.getByLabel('Keep in sight').selectOption('the first 2 columns');
  await page.keyboard.press('Escape');
  const heads = () => grid.element.getByRole('columnheader').allInnerTexts();
  const edge = await grid.head('name').boundingBox();
  const keptWidth = page.waitForResponse((response) => /view\/keep_layout/.test(response.url()) && /"width":\d/.test(response.request().postData()!));
  await page.mouse.move(edge!.x + edge!.width - 1, edge!.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge!.x + edge!.width + 99, edge!.y + 10, { steps: 4 });
  await page.mouse.up();
  await keptWidth;
  await page.reload();
  await grid.ready();
  expect((await heads()).map((head) => head.trim()).filter((head) => head && head !== 'Row number')).toEqual(['id', 'name', 'active', 'since', 'salary']);
  expect((await grid.head('name').boundingBox())!.width).toBeCloseTo(edge!.width + 100, 0);
  await page.getByRole('button', { name: 'Columns (1 hidden)' }).click();
  await expect(panel.getByLabel('Keep in sight').getByRole('option', { selected: true })).toHaveText('the first 2 columns');
});

test('the own layout is there again after a view was looked at', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await calls.call('view/save', { table: table!.id, id: null, draft: { name: 'Everything', query: {}, layout: {} } });
  await Grid.open(page, table!);
  const hide = async (column: string) => {
    await page.getByRole('button', { name: /^Columns/ }).click();
    await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: column }).uncheck();
    await page.keyboard.press('Escape');
  };
  const choose = async (now: string, view: string) => {
    await page.getByRole('button', { name: `View: ${now}` }).click();
    await page.getByRole('menuitemradio', { name: view }).click();
  };
  await hide('mood');
  await choose('All rows', 'Everything');
  await expect(page.getByRole('button', { name: 'Columns', exact: true })).toBeVisible();
  await choose('Everything', 'All rows');
  await expect(page.getByRole('button', { name: 'Columns (1 hidden)' })).toBeVisible();
  const kept = page.waitForResponse((response) => /view\/keep_layout/.test(response.url()) && /"active"[^}]*"hidden":true/.test(response.request().postData()!));
  await hide('active');
  await kept;
  await page.reload();
  await expect(page.getByRole('button', { name: 'Columns (2 hidden)' })).toBeVisible();
});

test('where PostgreSQL does not know the time zone, it goes on in UTC, and says so', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const schema = Schema.make(postgres, unique,
    `create table moment (id int primary key, at timestamptz, during tstzrange)`,
    `insert into moment values (1, '2026-03-01 12:00:00+01', null)`,
    `create table plain (id int primary key, name text)`,
    `insert into plain values (1, 'Anna')`,
    `create table span (id int primary key, during tstzrange)`);
  const { tables: [moment, plain, span] } = await schema.tables(calls, unique, 'moment', 'plain', 'span');
  await page.addInitScript(() => localStorage.setItem('nexttables.zone', 'Mars/Olympus'));
  const grid = await Grid.open(page, moment!);
  await grid.expectSaid('PostgreSQL knows no time zone named Mars/Olympus; times are in UTC now');
  await grid.expectCell(1, 'at', '2026-03-01 11:00:00+00');
  await expect(page.getByLabel('Time zone')).toHaveValue('UTC');
  await test.step('a table without moments needs none', async () => {
    await Grid.open(page, plain!);
    await grid.expectCell(1, 'name', 'Anna');
    await expect(grid.bar.getByRole('status')).toBeEmpty();
    await expect(page.getByLabel('Time zone')).toHaveCount(0);
  });
  await test.step('ranges of moments have a zone, too', async () => {
    await Grid.open(page, span!);
    await expect(page.getByLabel('Time zone')).toHaveValue('UTC');
  });
});

test('a view is saved, chosen by its link, changed and deleted', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.head('salary').click();
  await grid.head('salary').click();
  await grid.expectCell(1, 'name', 'Person 300');
  const view = page.getByRole('button', { name: /^View: / });
  await view.click();
  await page.getByRole('menuitem', { name: 'Save as a new view' }).click();
  const sheet = page.getByRole('dialog', { name: 'Save as a new view' });
  await sheet.getByLabel('Name', { exact: true }).fill('Best paid');
  await sheet.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('button', { name: 'View: Best paid' })).toBeVisible();
  await expect(page).toHaveURL(/\?view=[0-9a-f-]+$/);
  await page.reload();
  await grid.ready();
  await grid.expectCell(1, 'name', 'Person 300');
  await view.click();
  await page.getByRole('menuitemradio', { name: 'All rows' }).click();
  await grid.expectCell(1, 'name', 'Person 1');
  await view.click();
  await page.getByRole('menuitemradio', { name: 'Best paid' }).click();
  await grid.expectCell(1, 'name', 'Person 300');
  await view.click();
  await page.getByRole('menuitem', { name: 'Delete this view' }).click();
  await page.getByRole('dialog', { name: 'Delete the view Best paid?' }).getByRole('button', { name: 'Delete view' }).click();
  await expect(page.getByRole('button', { name: 'View: All rows' })).toBeVisible();
});

test('hostile names and values are shown as they are', async ({ admin: page, calls, postgres, unique }) => {
  const evil = `"; drop table x; --<img src=x onerror=alert(1)>`;
  const value = `<img src=x onerror="document.title='owned'"> =cmd() \u202Eabc`;
  const name = `t"; drop table x; -- <b>`;
  const schema = Schema.make(postgres, unique,
    `create table "${name.replaceAll('"', '""')}" (id int primary key, "${evil.replaceAll('"', '""')}" text)`,
    `insert into "${name.replaceAll('"', '""')}" values (1, $v$${value}$v$), (2, repeat('x', 1000000))`);
  const { tables: [table] } = await schema.tables(calls, unique, name);
  page.on('dialog', () => expect(false, 'a script ran').toBe(true));
  const grid = await Grid.open(page, table!);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(grid.row(1).getByRole('gridcell').nth(1)).toHaveText(value.replace('\u202E', '⇠'));
  await expect(grid.element.getByRole('columnheader').nth(2)).toContainText(evil);
  await expect(page.locator('img')).toHaveCount(0);
  await grid.row(2).getByRole('gridcell').nth(1).dblclick();
  await expect.poll(async () => (await grid.editor.inputValue()).length).toBe(1_000_000);
});

test('every cell says whether it is selected', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  const selected = grid.element.locator('[role=gridcell][aria-selected=true]');
  await grid.select(2, 'name');
  await expect(selected).toHaveCount(1);
  await grid.keys('Shift+ArrowDown', 'Shift+ArrowRight');
  await expect(selected).toHaveText(['Person 2', /.*/, 'Person 3', /.*/]);
  await (await grid.cell(6, 'name')).click({ modifiers: ['Control'] });
  await expect(selected).toHaveCount(5);
  await expect(await grid.cell(1, 'name')).toHaveAttribute('aria-selected', 'false');
  await test.step('also what is drawn afterwards', async () => {
    await grid.keys('Control+Space', 'Control+End', 'Control+Space');
    await expect(await grid.cell(300, 'since')).toHaveAttribute('aria-selected', 'true');
    await expect(await grid.cell(300, 'salary')).toHaveAttribute('aria-selected', 'false');
  });
});
