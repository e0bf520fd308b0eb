// Names as long as PostgreSQL's, and a text of a megabyte, that try to be more than text.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const MARK = '\u202E';
const attack = `<img src=x onerror="document.title='owned'">`;

/** A name that fills what PostgreSQL gives it: 63 bytes. */
const named = (start: string) => start + 'x'.repeat(63 - Buffer.byteLength(start));

test('a text of a megabyte under names of 63 bytes is typed, saved and shown literally', async ({ admin: page, calls, postgres, unique }) => {
  test.setTimeout(120_000);
  const [name, column] = [named(`<img src=x onerror=alert(1)>"';${MARK}--`), named(`"<img src=x onerror=alert(2)>${MARK}'`)];
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  const schema = Schema.make(postgres, unique, `create table ${quoted(name)} (id int primary key, ${quoted(column)} text)`,
    `insert into ${quoted(name)} values (1, 'before')`);
  const start = `${attack}"; drop table x; --${MARK}=cmd()`;
  const text = start.repeat(Math.ceil(1_000_000 / start.length));
  page.on('dialog', () => expect(false, 'a script ran').toBe(true));
  const expectHarmless = async () => {
    await expect(page.locator('img')).toHaveCount(0);
    expect(await page.title()).not.toBe('owned');
  };
  const { tables: [table] } = await schema.tables(calls, unique, name);
  const grid = await Grid.open(page, table!);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(grid.element.getByRole('columnheader').nth(2)).toContainText(column);
  const cell = grid.row(1).getByRole('gridcell').nth(1);
  await cell.click();
  await grid.keys('F2');
  await grid.editor.fill(text);
  await grid.keys('Enter');
  await grid.expectUnsaved('1 cell changed');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  await expectHarmless();
  expect(schema.sql(`select ${quoted(column)} = repeat($v$${start}$v$, ${text.length / start.length}) from ${quoted(name)}`)).toBe('t');
  await test.step('after a reload, in the grid and in its editor', async () => {
    await page.reload();
    await grid.ready();
    const shown = start.replace(MARK, '⇠');
    await expect(cell).toContainText(`${shown}${attack}`);
    await cell.dblclick();
    await expect.poll(async () => (await grid.editor.inputValue()) === text).toBe(true);
    await grid.keys('Escape');
    await expectHarmless();
  });
  await test.step('in its history', async () => {
    await page.goto(`/tables/${table!.id}/history`);
    const set = page.getByRole('article');
    await expect(set).toContainText(column);
    await expect(set).toContainText(`${attack}"; drop table x; --`);
    await expectHarmless();
  });
});

test('a name that turns the direction turns nothing of a sentence around it', async ({ admin: page, calls, postgres, unique }) => {
  const column = `team${MARK}`;
  const schema = Schema.make(postgres, unique, 'create table team (id int primary key, name text)', `insert into team values (1, 'Sales')`,
    `create table person (id int primary key, "${column}" int references team)`, 'insert into person values (1, 1)');
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const grid = await Grid.open(page, table!);
  await grid.row(1).getByRole('gridcell').nth(1).click();
  await page.keyboard.type('Nobody');
  await grid.keys('Enter');
  await grid.expectSaid(`“${column}”: Nothing was found that is called so`);
  await expect(grid.bar.getByRole('status').locator('bdi').first()).toHaveText(column);
});
