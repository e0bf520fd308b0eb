// A Save is carried out once, however the line, the tab or the session breaks while it is under way.
import { expect, signIn, test as base } from '../../fixtures/test';
import { Schema, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { hold } from '../../fixtures/hold';
import type { Page } from '@playwright/test';

const person = [
  `create table person (id bigint generated always as identity primary key, name text not null)`,
  `insert into person (name) values ('Ada'), ('Emmy')`,
];

interface Edited {
  grid: Grid;
  schema: Schema;
  table: Named;
}

/** Every test begins with one changed cell and one new row, which must not be there twice. */
const test = base.extend<{ edited: Edited }>({
  edited: async ({ admin: page, calls, postgres, unique }, use) => {
    const schema = Schema.make(postgres, unique, ...person);
    const { tables: [table] } = await schema.tables(calls, unique, 'person');
    const grid = await Grid.open(page, table!);
    await grid.type(1, 'name', 'Ada L.');
    await grid.keys('Control+Enter');
    await page.keyboard.type('Grace');
    await grid.keys('Enter');
    await grid.expectUnsaved('1 cell changed, 1 new row');
    await use({ grid, schema, table: table! });
  },
});

const names = (schema: Schema) => schema.sql(`select string_agg(name, ',' order by id) from person`);

/** Lets the next Save reach the server, and cuts its answer off. */
async function loseAnswer(page: Page): Promise<{ lost: Promise<void> }> {
  let lost = () => {};
  const done = new Promise<void>((resolve) => (lost = resolve));
  await page.route('**/api/row/save', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
    lost();
  }, { times: 1 });
  return { lost: done };
}

const offline = (page: Page) => page.route('**/api/row/outcome', (route) => route.abort('connectionreset'));
const online = (page: Page) => page.unroute('**/api/row/outcome');

/** Asks at once, unless the grid has asked by itself meanwhile. */
async function askAgain(grid: Grid): Promise<void> {
  const ask = grid.bar.getByRole('button', { name: 'Ask again' });
  await ask.or(grid.bar.getByText('No unsaved changes')).first().click();
}

test('what was saved while the answer got lost is not saved again', async ({ admin: page, edited: { grid, schema }, flaws }) => {
  flaws.expect(/api\/row\/(save|outcome)/);
  await loseAnswer(page);
  await offline(page);
  await grid.save();
  await test.step('nothing is edited or sent while it is being found out', async () => {
    await expect(grid.bar.getByText('it is being found out whether your changes were saved')).toBeVisible();
    await expect(grid.bar.getByRole('button', { name: 'Save' })).toBeDisabled();
    await grid.select(2, 'name');
    await page.keyboard.type('x');
    await grid.expectSaid('It is being found out whether your changes were saved');
    await expect(grid.editor).toHaveCount(0);
    await grid.keys('Delete');
    await grid.expectUnsaved('1 cell changed, 1 new row');
  });
  await online(page);
  await askAgain(grid);
  await grid.expectSaid('Your changes were saved');
  await grid.expectUnsaved('No unsaved changes');
  await grid.expectCell(3, 'name', 'Grace');
  expect(names(schema)).toBe('Ada L.,Emmy,Grace');
  await page.reload();
  await grid.ready();
  await grid.expectUnsaved('No unsaved changes');
});

test('it is found out by itself once the line is back', async ({ admin: page, edited: { grid, schema }, flaws }) => {
  flaws.expect(/api\/row\/(save|outcome)/);
  await loseAnswer(page);
  await grid.save();
  await grid.expectSaid('Your changes were saved');
  expect(names(schema)).toBe('Ada L.,Emmy,Grace');
});

test('what never reached the server is freed, and saved by the next Save', async ({ admin: page, edited: { grid, schema }, flaws }) => {
  flaws.expect(/api\/row\/save/);
  await page.route('**/api/row/save', (route) => route.abort('connectionreset'), { times: 1 });
  await grid.save();
  await grid.expectSaid('Nothing was saved; save again');
  await grid.expectUnsaved('1 cell changed, 1 new row');
  expect(names(schema)).toBe('Ada,Emmy');
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(names(schema)).toBe('Ada L.,Emmy,Grace');
});

test('a reload in between changes nothing', async ({ admin: page, edited: { grid, schema }, flaws }) => {
  flaws.expect(/api\/row\/(save|outcome)/);
  await loseAnswer(page);
  await offline(page);
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: 'Ask again' })).toBeVisible();
  await page.reload();
  await grid.ready();
  await expect(grid.bar.getByText('it is being found out whether your changes were saved')).toBeVisible();
  await online(page);
  await askAgain(grid);
  await grid.expectSaid('Your changes were saved');
  expect(names(schema)).toBe('Ada L.,Emmy,Grace');
});

test('a tab that is closed before the answer leaves it to the next one', async ({ admin: page, context, edited: { grid, schema, table }, flaws }) => {
  flaws.expect(/api\/row\/save/);
  const saved = new Promise<void>((resolve) => {
    // The answer never comes.
    void page.route('**/api/row/save', async (route) => { await route.fetch(); resolve(); });
  });
  await grid.save();
  await saved;
  await page.close();
  const next = await Grid.open(await context.newPage(), table);
  await next.expectSaid('Your changes were saved');
  await next.expectUnsaved('No unsaved changes');
  expect(names(schema)).toBe('Ada L.,Emmy,Grace');
});

test('a session that ends in between is begun again, and then it is found out', async ({ admin: page, context, edited: { grid, schema }, flaws, product }) => {
  flaws.expect(/api\/row\/(save|outcome)|status of 401|table\/watch/);
  const { lost } = await loseAnswer(page);
  await offline(page);
  await grid.save();
  await lost;
  await context.clearCookies();
  await online(page);
  await expect(page.getByRole('link', { name: 'Sign in in a new tab' })).toBeVisible();
  await grid.expectUnsaved('1 cell changed, 1 new row');
  await signIn(context, product, product.administrator);
  await grid.bar.getByRole('button', { name: 'Ask again' }).click();
  await grid.expectSaid('Your changes were saved');
  expect(names(schema)).toBe('Ada L.,Emmy,Grace');
});

test('edits in doubt can be given up', async ({ admin: page, edited: { grid }, flaws }) => {
  flaws.expect(/api\/row\/(save|outcome)/);
  await loseAnswer(page);
  await offline(page);
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: 'Ask again' })).toBeVisible();
  await grid.bar.getByRole('button', { name: 'Discard' }).click();
  const question = page.getByRole('dialog', { name: 'Discard all changes?' });
  await expect(question).toContainText('They were sent and may have been saved');
  await question.getByRole('button', { name: 'Discard changes' }).click();
  await expect(grid.element).toBeFocused();
  await page.reload();
  await grid.ready();
  await grid.expectUnsaved('No unsaved changes');
  await expect(grid.bar.getByRole('button', { name: 'Ask again' })).toHaveCount(0);
});

test('a Save that was given up does not answer for a later one', async ({ admin: page, edited: { grid, schema }, flaws }) => {
  flaws.expect(/api\/row\/(save|outcome)/);
  await loseAnswer(page);
  await offline(page);
  await grid.save();
  await test.step('after several questions the next one is far away', async () => {
    for (const _ of [1, 2, 3, 4]) {
      const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('row/outcome'));
      await grid.bar.getByRole('button', { name: 'Ask again' }).click();
      await failed;
    }
  });
  await grid.discard();
  await grid.type(2, 'name', 'Emmy N.');
  await online(page);
  await page.route('**/api/row/outcome', (route) => route.abort('connectionreset'), { times: 1 });
  await page.route('**/api/row/save', (route) => route.abort('connectionreset'), { times: 1 });
  await grid.save();
  await grid.expectSaid('Nothing was saved; save again');
  await grid.expectUnsaved('1 cell changed');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(names(schema)).toBe('Ada L.,Emmy N.,Grace');
});

test('that nobody knows whether a Save succeeded stays told until it is read', async ({ admin: page, edited: { grid }, flaws }) => {
  flaws.expect(/api\/row\/save/);
  await loseAnswer(page);
  await page.route('**/api/row/outcome', (route) => route.fulfill({ json: 'unknown' }));
  await grid.save();
  await test.step('also once the rows have come', () => grid.expectCell(2, 'name', /somebody changed it to “Ada L.”/));
  const told = page.getByRole('alert').filter({ hasText: 'The database cannot say any more whether your changes were saved' });
  await expect(told).toBeVisible();
  await grid.expectUnsaved('1 cell changed, 1 new row');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(told).toHaveCount(0);
  await expect(grid.element).toBeFocused();
});

test('no row is added while a Save is under way', async ({ admin: page, edited: { grid, schema } }) => {
  const go = await hold(page, 'row/save');
  await grid.select(3, 'name');
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: 'Saving…' })).toBeVisible();
  const active = await grid.element.getAttribute('aria-activedescendant');
  await grid.keys('Control+Enter');
  await grid.expectSaid(/being saved/);
  await expect(grid.element).toHaveAttribute('aria-activedescendant', active!);
  await grid.expectUnsaved('1 cell changed, 1 new row');
  go();
  await grid.expectSaid('2 rows are saved');
  await grid.expectUnsaved('No unsaved changes');
  expect(names(schema)).toBe('Ada L.,Emmy,Grace');
});
