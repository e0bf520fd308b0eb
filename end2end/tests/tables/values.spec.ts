// Values out of the grid: bytes as a file, long texts whole or not at all, links to their history.
import { readFileSync } from 'node:fs';
import { expect, test } from '../../fixtures/test';
import { Schema, insert, save, update } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { hold } from '../../fixtures/hold';

test('bytes are downloaded as they are, also long ones', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table file (id int primary key, content bytea)`,
    `insert into file values (1, '\\x00ff10'), (2, decode(repeat('00ff0a', 10000), 'hex')), (3, null)`);
  const { tables: [table] } = await schema.tables(calls, unique, 'file');
  const grid = await Grid.open(page, table!);
  for (const [row, bytes] of [[1, Buffer.from('00ff10', 'hex')], [2, Buffer.from('00ff0a'.repeat(10000), 'hex')]] as const) {
    await grid.select(row, 'content');
    await grid.keys('Shift+F10');
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Download bytes' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('content.bin');
    expect(readFileSync(await file.path()).equals(bytes)).toBe(true);
  }
  await grid.select(3, 'content');
  await grid.keys('Shift+F10');
  await page.getByRole('menuitem', { name: 'Download bytes' }).click();
  await grid.expectSaid('There are no bytes in this cell');
});

test('a long text is copied whole', async ({ admin: page, calls, context, postgres, unique }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text)`,
    `insert into note values (1, repeat('long ', 1000) || 'end')`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'body');
  await grid.keys('Control+c');
  await grid.expectSaid('1 cell copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${'long '.repeat(1000)}end`);
});

test('NULL and empty text are told apart also beside a long text', async ({ admin: page, calls, context, postgres, unique }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text, a text, b text)`,
    `insert into note values (1, repeat('long ', 1000), null, ''), (2, 'x', 'p', 'q')`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'body');
  await grid.keys('Shift+ArrowRight', 'Shift+ArrowRight', 'Control+c');
  await grid.expectSaid('1 × 3 cells copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${'long '.repeat(1000)}\t\t`);
  await grid.select(2, 'body');
  await grid.keys('Control+v');
  await grid.expectUnsaved('3 cells changed');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select length(body), a is null, b from note where id = 2')).toBe('5000|t|');
  expect(schema.sql('select b is null from note where id = 2')).toBe('f');
});

test('rows that move while they are being copied leave the clipboard as it was', async ({ admin: page, calls, context, postgres, unique }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text)`,
    `insert into note select n, 'note ' || n from generate_series(1, 2000) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'body');
  await grid.keys('Control+c');
  await grid.expectSaid('1 cell copied');
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/api/row/page', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/api/row/page');
  await grid.keys('Control+a', 'Control+c');
  await asked;
  const anew = page.waitForRequest('**/api/row/page');
  await save(calls, table!, insert({ id: '0', body: 'new' }));
  await anew;
  go();
  await grid.expectSaid('The rows have moved or are gone; nothing was copied. Copy again');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('note 1');
});

test('a Save waits for long texts that are typed or pasted over', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text)`,
    `insert into note select n, repeat('long ', 1000) from generate_series(1, 3) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  const bodies = () => schema.sql('select string_agg(left(body, 4), \',\' order by id) from note');
  const grid = await Grid.open(page, table!);
  const typed = await hold(page, 'row/value');
  await grid.select(1, 'body');
  await page.keyboard.type('short');
  await grid.save();
  await grid.expectSaid('What you typed is being looked up');
  typed();
  await grid.expectSaid('1 row is saved');
  expect(bodies()).toBe('shor,long,long');
  const pasted = await hold(page, 'row/value');
  await grid.type(1, 'body', 'again');
  await grid.select(2, 'body');
  await grid.paste('two\nthree');
  await grid.save();
  await grid.expectSaid('What you typed is being looked up');
  pasted();
  await grid.expectSaid('3 rows are saved');
  expect(bodies()).toBe('agai,two,thre');
});

test('where only the start of a long text can be had, nothing is copied, and it is said', async ({ admin: page, calls, context, postgres, unique }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text)`,
    `insert into note values (1, repeat('long ', 1000) || 'end'), (2, 'short')`,
    `create view notes as select id, body from note union all select id, body from note where false`);
  const { tables: [view] } = await schema.tables(calls, unique, 'notes');
  const grid = await Grid.open(page, view!);
  await grid.select(2, 'body');
  await grid.keys('Control+c');
  await grid.expectSaid('1 cell copied');
  await grid.select(1, 'body');
  await grid.keys('Shift+ArrowDown', 'Control+c');
  const alert = page.getByRole('alert').filter({ hasText: '“body” holds a text of more than 1,000 characters' });
  await expect(alert).toContainText('Nothing was copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('short');
});

test('a long value is typed over, and its history is a click away', async ({ admin: page, calls, flaws, postgres, unique }) => {
  // Going to the history lets go of the table.
  flaws.expect(/table\/watch net::ERR_ABORTED/);
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text, title text)`,
    `insert into note values (1, repeat('long ', 1000), 'first'), (2, 'x', 'second')`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  await save(calls, table!, update('1', 'title', 'first', 'renamed'), update('2', 'title', 'second', 'other'));
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'body');
  await page.keyboard.type('short');
  await grid.keys('Enter');
  await grid.expectCell(1, 'body', /^short/);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select body from note where id = 1')).toBe('short');
  const sets = page.getByRole('article');
  for (const [item, count] of [['History of the row', 2], ['History of the cell', 1]] as const) {
    await grid.select(1, 'title');
    await grid.keys('Shift+F10');
    await page.getByRole('menuitem', { name: item }).click();
    await expect(sets).toHaveCount(count);
    await expect(sets.last()).toContainText('renamed');
    await expect(sets.last()).not.toContainText('other');
    await page.goBack();
    await grid.ready();
  }
});

test('the editor of a very long text stays in view on a small screen', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table note (id int primary key, body text)`,
    `insert into note values (1, repeat('long ', 200000))`);
  const { tables: [table] } = await schema.tables(calls, unique, 'note');
  await page.setViewportSize({ width: 390, height: 844 });
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'body');
  await grid.keys('F2');
  await expect(grid.editor).toBeVisible();
  const box = async () => (await grid.editor.boundingBox())!;
  await expect.poll(async () => (await box()).x + (await box()).width).toBeLessThanOrEqual(390);
  expect((await box()).width).toBeGreaterThan(300);
});
