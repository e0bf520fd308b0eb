// Editing rows: by keyboard alone, from spreadsheets, with undo, drafts and conflicts.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const person = [
  `create type mood as enum ('calm', 'busy')`,
  `create table team (code text primary key, name text not null)`,
  `insert into team values ('FIN', 'Finance'), ('SW', 'Software')`,
  `create table person (id bigint generated always as identity primary key, name text not null, team text references team, mood mood, active boolean, salary numeric(10,2) check (salary >= 0), note text)`,
  `insert into person (name, team, mood, active, salary, note) select 'Person ' || n, 'FIN', 'calm', true, n, null from generate_series(1, 200) n`,
];

test('the keyboard alone is enough to edit and save', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.element.focus();
  const keys = (...keys: string[]) => grid.keys(...keys);
  await test.step('typing replaces, Tab goes on', async () => {
    await keys('ArrowRight');
    await page.keyboard.type('Ada');
    await expect(grid.editor).toBeVisible();
    await keys('Tab');
    await grid.expectCell(1, 'name', /^Ada/);
  });
  await test.step('a foreign key is found by its label', async () => {
    await page.keyboard.type('soft');
    await expect(page.getByRole('option', { name: /Software/ })).toBeVisible();
    await keys('Enter');
    await grid.expectCell(1, 'team', /^SW\s*Software/);
  });
  await test.step('an enum and a boolean are chosen', async () => {
    await keys('Control+Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await page.keyboard.type('b');
    await keys('Tab');
    await grid.expectCell(1, 'mood', /^busy/);
    await keys('Enter');
    await expect(grid.chooser).toBeVisible();
    await keys('ArrowDown', 'Enter');
    await grid.expectCell(1, 'active', /^false/);
  });
  await test.step('lines are broken, NULL and empty text told apart', async () => {
    await keys('Control+Home', 'End', 'F2');
    await page.keyboard.type('one');
    await keys('Alt+Enter');
    await page.keyboard.type('two');
    await keys('Enter', 'Control+Backspace');
    await grid.expectCell(1, 'note', /^one↵two/);
    await grid.expectCell(2, 'note', /^(?!NULL)/);
  });
  await test.step('Escape gives up, a locked cell says why', async () => {
    await keys('Control+Home', 'ArrowDown', 'ArrowRight');
    await page.keyboard.type('never');
    await keys('Escape');
    await grid.expectCell(2, 'name', 'Person 2');
    await keys('ArrowLeft');
    await page.keyboard.type('9');
    await grid.expectSaid(/“id” cannot be edited. PostgreSQL numbers the rows itself/);
  });
  await test.step('fill down, clear, undo, redo', async () => {
    await keys('Control+Home', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d');
    await grid.expectCell(3, 'name', /^Ada/);
    await keys('Control+z');
    await grid.expectCell(3, 'name', 'Person 3');
    await keys('Control+y');
    await grid.expectCell(3, 'name', /^Ada/);
    await keys('Control+z');
  });
  await test.step('a row is inserted, one deleted, everything saved', async () => {
    await keys('Control+Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Control+-', 'Control+Enter');
    await page.keyboard.type('Grace');
    await keys('Enter');
    await grid.expectUnsaved(/[56] cells changed, 1 new row, 1 row to delete/);
    await keys('Control+s');
    await grid.expectSaid('4 rows are saved');
    await grid.expectUnsaved('No unsaved changes');
  });
  expect(schema.sql(`select name, team, mood, active, note from person where id = 1`)).toBe(`Ada|SW|busy|f|one\ntwo`);
  expect(schema.sql(`select note is null, note from person where id = 2`)).toBe('f|');
  expect(schema.sql(`select count(*) from person where id = 4`)).toBe('0');
  expect(schema.sql(`select name from person where id > 200`)).toBe('Grace');
});

test('focus and an untouched editor change nothing', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table moment (id int primary key, at timestamptz, doc json, n numeric)`,
    `insert into moment values (1, '2024-03-31 01:30:00.123456+00', '{ "b":1,  "a": 9007199254740993 }', '0.10')`);
  const { tables: [table] } = await schema.tables(calls, unique, 'moment');
  const grid = await Grid.open(page, table!);
  for (const column of ['at', 'doc', 'n']) {
    await grid.select(1, column);
    await page.keyboard.press('F2');
    await expect(grid.editor).toBeVisible();
    await page.keyboard.press('Enter');
  }
  await grid.expectUnsaved('No unsaved changes');
  await grid.save();
  await grid.expectSaid('There is nothing to save');
});

test('line breaks that nobody edits stay as they are', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text)`, `insert into note values (1, E'a\\r\\nb\\rc\\nd')`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  const body = () => schema.sql(`select replace(replace(body, E'\\r', '<CR>'), E'\\n', '<LF>') from note`);
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'body');
  await grid.keys('F2');
  await expect(grid.editor).toHaveValue('a\nb\nc\nd');
  await grid.keys('Enter', 'Shift+F2');
  const field = page.getByRole('complementary', { name: 'Row as a form' }).getByLabel('body', { exact: true });
  await field.focus();
  await field.blur();
  await grid.expectUnsaved('No unsaved changes');
  await grid.save();
  await grid.expectSaid('There is nothing to save');
  await test.step('an edit keeps those of the other lines', async () => {
    await field.fill('a\nb!\nc\nd');
    await field.blur();
    await grid.expectUnsaved('1 cell changed');
    await grid.save();
    await grid.expectSaid('1 row is saved');
    expect(body()).toBe('a<CR><LF>b!<CR>c<LF>d');
  });
  await test.step('new ones are like the first', async () => {
    await grid.type(1, 'body', 'a\nb!\nc\nnew\nd');
    await grid.expectUnsaved('1 cell changed');
    await grid.save();
    await grid.expectUnsaved('No unsaved changes');
    expect(body()).toBe('a<CR><LF>b!<CR>c<LF>new<CR><LF>d');
  });
});

test('what a trigger takes back is not said to be saved', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table person (id int primary key, name text)`, `insert into person values (1, 'Ada'), (2, 'Emmy')`,
    `create function put_back() returns trigger language plpgsql as $$ begin new.name := old.name; return new; end $$`,
    `create trigger put_back before update on person for each row execute function put_back()`);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.type(1, 'name', 'Grace');
  await grid.save();
  await grid.expectSaid('Nothing was saved: the database kept the row as it was');
  await grid.expectUnsaved('No unsaved changes');
  await grid.expectCell(1, 'name', 'Ada');
  await grid.type(1, 'name', 'Grace');
  await grid.type(2, 'name', 'Grace');
  await grid.save();
  await grid.expectSaid('Nothing was saved: the database kept the rows as they were');
});

test('what is spelled exactly so is chosen before what is found first, however fast it is typed', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create type state as enum ('open again', 'open')`,
    `create table kind (id int primary key, name text not null)`, `insert into kind values (2, 'Zebra'), (12, 'Apple')`,
    `create table item (id int primary key, kind int references kind, state state)`, `insert into item values (1, 12, 'open again'), (2, 12, null)`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'kind');
  await page.keyboard.type('2');
  await expect(page.getByRole('option', { name: /Zebra/ })).toHaveAttribute('aria-selected', 'true');
  await grid.keys('Tab');
  await grid.expectCell(1, 'kind', /^2\s*Zebra/);
  await page.keyboard.type('open');
  await grid.keys('Enter');
  await grid.expectCell(1, 'state', /^open(?! again)/);
  await grid.select(2, 'kind');
  await page.keyboard.type('2');
  await grid.keys('Enter');
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql('select id, kind, state from item order by id')).toBe('1|2|open\n2|2|');
});

test('a block of 1,000 × 10 cells is pasted and saved', async ({ admin: page, calls, postgres, unique }) => {
  test.setTimeout(180_000);
  const columns = Array.from({ length: 10 }, (_, at) => `c${at} text`);
  const schema = Schema.make(postgres, unique, `create table wide (id int primary key, ${columns.join(', ')})`,
    `insert into wide (id) select n from generate_series(1, 1200) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'wide');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'c0');
  const rows = Array.from({ length: 1000 }, (_, row) =>
    Array.from({ length: 10 }, (_, column) => (column === 3 ? `"two\nlines ""${row}"""` : `${row}.${column}`)).join('\t'));
  const began = Date.now();
  await grid.paste(`${rows.join('\r\n')}\r\n`);
  await grid.expectUnsaved('10,000 cells changed');
  console.log(`pasting 1,000 × 10 cells took ${Date.now() - began} ms`);
  await grid.expectCell(1, 'c3', /^two↵lines "0"/);
  await grid.save();
  await expect(grid.bar.getByRole('status')).toContainText('1,000 rows are saved', { timeout: 60_000 });
  expect(schema.sql(`select c3, c9 from wide where id = 1000`)).toBe(`two\nlines "999"|999.9`);
  expect(schema.sql(`select count(*) from wide where c0 is null`)).toBe('200');
});

test('what is copied is what a spreadsheet reads, and NULL survives within the grid', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table t (id int primary key, a text, b text)`,
    `insert into t values (1, E'x\\ty', null), (2, 'say "hi"', ''), (3, 'p', 'q'), (4, 'p', 'q')`);
  const { tables: [table] } = await schema.tables(calls, unique, 't');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'a');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  const copied = await grid.copy();
  expect(copied['text/plain']).toBe('"x\ty"\t\r\nsay "hi"\t');
  await grid.select(3, 'a');
  await grid.paste(copied);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql(`select a, b is null, b from t where id > 2 order by id`)).toBe('x\ty|t|\nsay "hi"|f|');
});

test('cells of our own in a table of HTML count only where the plain text agrees with them', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table t (id int primary key, a text, b text)`,
    `insert into t values (1, 'p', 'q'), (2, 'p', 'q')`);
  const { tables: [table] } = await schema.tables(calls, unique, 't');
  const grid = await Grid.open(page, table!);
  const own = encodeURIComponent(JSON.stringify([['x', '']]));
  const html = `<table data-nexttables-cells="${own}"><tbody><tr><td>x</td><td></td></tr></tbody></table>`;
  await grid.select(1, 'a');
  await grid.paste({ 'text/html': html, 'text/plain': 'x\t' });
  await grid.select(2, 'a');
  await grid.paste({ 'text/html': html, 'text/plain': 'edited elsewhere\t' });
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql(`select a, b is null from t order by id`)).toBe('x|f\nedited elsewhere|t');
});

test('unsaved edits outlive a reload and are discarded only when asked', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.type(5, 'name', 'kept');
  await grid.select(7, 'name');
  await page.keyboard.press('Control+-');
  await page.reload();
  await grid.ready();
  await grid.expectCell(5, 'name', /^kept/);
  await grid.expectUnsaved('1 cell changed, 1 row to delete');
  await grid.bar.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog', { name: 'Discard all changes?' }).getByRole('button', { name: 'Discard changes' }).click();
  await grid.expectCell(5, 'name', 'Person 5');
  await page.reload();
  await grid.ready();
  await grid.expectUnsaved('No unsaved changes');
});

test('two people see each other, and what the other saves', async ({ admin: page, calls, other, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  const theirs = await Grid.open(await other('Grace'), table!);
  await expect(page.getByRole('list', { name: 'Also here' })).toContainText(`Grace ${unique}`);
  await theirs.type(1, 'name', 'seen at once');
  await theirs.save();
  await theirs.expectSaid('1 row is saved');
  await grid.expectCell(1, 'name', 'seen at once');
  await grid.expectSaid(`Grace ${unique} saved changes`);
  await theirs.page.close();
  await expect(page.getByRole('list', { name: 'Also here' })).not.toContainText(`Grace ${unique}`);
});

test('the row form edits the active row', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.select(3, 'name');
  await page.keyboard.press('Shift+F2');
  const form = page.getByRole('complementary', { name: 'Row as a form' });
  await expect(form.getByLabel('name', { exact: true })).toHaveValue('Person 3');
  await expect(form.getByLabel('id', { exact: true })).toBeDisabled();
  await expect(form.getByLabel('team', { exact: true })).toHaveAccessibleDescription('Finance');
  await form.getByRole('button', { name: 'Choose team' }).click();
  await page.getByRole('option', { name: /Software/ }).click();
  await expect(form.getByLabel('team', { exact: true })).toHaveValue('SW');
  await expect(form.getByLabel('team', { exact: true })).toHaveAccessibleDescription('Software');
  await form.getByLabel('name', { exact: true }).fill('By form');
  await page.keyboard.press('Tab');
  await form.getByLabel('mood', { exact: true }).selectOption('busy');
  await grid.expectCell(3, 'name', /^By form/);
  await form.getByRole('button', { name: 'Set team to NULL' }).click();
  await grid.expectCell(3, 'team', /^NULL/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql(`select name, mood, team is null from person where id = 3`)).toBe('By form|busy|t');
});

test('the keys of the clipboard copy, cut and paste', async ({ admin: page, calls, context, postgres, unique }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const schema = Schema.make(postgres, unique, `create table t (id int primary key, a text, b text)`,
    `insert into t select n, 'a' || n, 'b' || n from generate_series(1, 9) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 't');
  const grid = await Grid.open(page, table!);
  const keys = (...keys: string[]) => grid.keys(...keys);
  await grid.select(1, 'a');
  await keys('Shift+ArrowRight', 'Control+c');
  await grid.expectSaid('1 × 2 cells copied');
  await grid.select(3, 'a');
  await keys('Control+v');
  await grid.expectCell(3, 'a', /^a1/);
  await grid.expectCell(3, 'b', /^b1/);
  await grid.select(5, 'a');
  await keys('Control+x');
  await grid.expectCell(5, 'a', /^NULL/);
  await grid.select(7, 'b');
  await keys('Control+v');
  await grid.expectCell(7, 'b', /^a5/);
  await test.step('of several areas none is cut', async () => {
    await grid.select(1, 'a');
    await (await grid.cell(2, 'b')).click({ modifiers: ['Control'] });
    await keys('Control+x');
    await grid.expectSaid('Only one area can be cut at once; nothing was cut');
    await grid.expectCell(1, 'a', 'a1');
    await grid.expectCell(2, 'b', 'b2');
  });
  await test.step('a value fills a selection', async () => {
    await grid.select(8, 'a');
    await keys('Shift+ArrowDown', 'Shift+ArrowRight', 'Control+v');
    await grid.expectCell(9, 'b', /^a5/);
  });
  await test.step('rows below a new one are new', async () => {
    await keys('Control+Enter');
    await grid.paste('101\tx\n102\ty\n103\tz\n');
    await grid.expectUnsaved(/3 new rows/);
    await grid.expectCell(4, 'a', 'a1');
  });
  await grid.save();
  await expect(grid.bar.getByText('No unsaved changes')).toBeVisible();
  expect(schema.sql('select id, a from t where id > 100 order by id')).toBe('101|x\n102|y\n103|z');
  expect(schema.sql('select a is null from t where id = 5')).toBe('t');
});

test('rows without a key are edited by their address', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table t (a text, b text)', `insert into t select 'same', 'b' || n from generate_series(1, 3) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 't');
  const grid = await Grid.open(page, table!);
  for (const value of ['once', 'twice']) {
    await grid.type(2, 'b', value);
    await grid.save();
    await grid.expectSaid('1 row is saved');
    await grid.ready();
  }
  expect(schema.sql(`select count(*), count(*) filter (where b in ('once', 'twice')) from t`)).toMatch(/^3\|[12]$/);
});
