// Edits over long texts, of which the whole is fetched first: what becomes of them meanwhile.
import { expect, test as base } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { hold } from '../../fixtures/hold';

const note = [
  `create table note (id int primary key, title text, body text)`,
  `insert into note select n, 'Note ' || n, repeat('long ', 1000) from generate_series(1, 3) n`,
];

const test = base.extend<{ opened: { grid: Grid; schema: Schema } }>({
  opened: async ({ admin: page, calls, postgres, unique }, use) => {
    const schema = Schema.make(postgres, unique, ...note);
    const { tables: [table] } = await schema.tables(calls, unique, 'note');
    await use({ grid: await Grid.open(page, table!), schema });
  },
});

const rows = (schema: Schema) => schema.sql(`select string_agg(title || ' ' || left(body, 4), ', ' order by id) from note`);

/** Types over the first long text and asks for a Save, which has to wait for it. */
async function saveLong(grid: Grid): Promise<void> {
  await grid.select(1, 'body');
  await grid.page.keyboard.type('short');
  await grid.keys('Enter');
  await grid.save();
  await grid.expectSaid('What you typed is being looked up');
}

/** What brings edits over the two long texts that are selected, in whichever way. */
const ways: Record<string, (grid: Grid) => Promise<void>> = {
  'typed over': (grid) => grid.page.keyboard.type('short').then(() => grid.keys('Enter')),
  pasted: (grid) => grid.paste('a\nb'),
  cleared: (grid) => grid.keys('Delete'),
  'filled down': (grid) => grid.keys('Control+d'),
  duplicated: (grid) => grid.keys('Control+Shift+d'),
};

for (const [way, edit] of Object.entries(ways)) {
  test(`what is ${way} is discarded while it is being fetched`, async ({ admin: page, opened: { grid, schema } }) => {
    await grid.type(1, 'title', 'Changed');
    const go = await hold(page, 'row/value');
    await grid.select(2, 'body');
    await grid.keys('Shift+ArrowDown');
    const asked = page.waitForRequest('**/api/row/value');
    await edit(grid);
    await asked;
    await grid.discard();
    await grid.expectUnsaved('No unsaved changes');
    await grid.type(1, 'title', 'Saved');
    await grid.expectUnsaved('1 cell changed');
    // A Save waits for everything that is being fetched.
    await grid.save();
    go();
    await grid.expectSaid('1 row is saved');
    await grid.expectUnsaved('No unsaved changes');
    expect(rows(schema)).toBe('Saved long, Note 2 long, Note 3 long');
  });
}

test('nothing is fetched for edits while a Save is under way', async ({ admin: page, opened: { grid, schema } }) => {
  let fetched = 0;
  page.on('request', (request) => { if (request.url().endsWith('/api/row/value')) fetched++; });
  const go = await hold(page, 'row/save');
  await grid.type(1, 'title', 'Saved');
  await grid.save();
  await expect(grid.bar.getByRole('button', { name: 'Saving…' })).toBeVisible();
  for (const way of ['pasted', 'cleared', 'filled down']) {
    await test.step(way, async () => {
      await grid.select(2, 'body');
      await grid.keys('Shift+ArrowDown');
      await ways[way]!(grid);
      await grid.expectSaid('Your changes are being saved. Do that again in a moment');
      await grid.select(1, 'title');
      await grid.copy();
      await grid.expectSaid('1 cell copied');
    });
  }
  go();
  await grid.expectSaid('1 row is saved');
  await grid.expectUnsaved('No unsaved changes');
  expect(fetched).toBe(0);
  expect(rows(schema)).toBe('Saved long, Note 2 long, Note 3 long');
});

test('a Save that waits is given up by edits that cannot be made', async ({ admin: page, opened: { grid, schema } }) => {
  schema.sql(`revoke insert on note from ${schema.role.username}`);
  await page.reload();
  await grid.ready();
  const go = await hold(page, 'row/value');
  await saveLong(grid);
  await grid.select(3, 'title');
  await grid.paste('x\ny');
  await grid.expectSaid('Nothing was saved. 1 row does not fit, and cannot be added.');
  go();
  await grid.expectUnsaved('1 cell changed');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(rows(schema)).toBe('Note 1 shor, Note 2 long, Note 3 long');
});

test('what is being fetched is undone before anything else', async ({ admin: page, opened: { grid, schema } }) => {
  await grid.type(1, 'title', 'Changed');
  const go = await hold(page, 'row/value');
  await grid.select(2, 'body');
  const asked = page.waitForRequest('**/api/row/value');
  await grid.keys('Delete');
  await asked;
  await grid.keys('Control+z');
  await grid.expectSaid('Undone');
  go();
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(rows(schema)).toBe('Changed long, Note 2 long, Note 3 long');
});

test('what was done after that is undone before it', async ({ admin: page, opened: { grid, schema } }) => {
  const go = await hold(page, 'row/value');
  for (const row of [1, 2]) {
    await grid.select(row, 'body');
    const asked = page.waitForRequest('**/api/row/value');
    await page.keyboard.type(`short ${row}`);
    await grid.keys('Enter');
    await asked;
  }
  await grid.type(3, 'title', 'Changed');
  await grid.expectUnsaved('1 cell changed');
  await grid.keys('Control+z');
  await grid.expectUnsaved('No unsaved changes');
  await grid.keys('Control+z');
  await grid.expectSaid('Undone');
  go();
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(rows(schema)).toBe('Note 1 shor, Note 2 long, Note 3 long');
});

test('a value that is given meanwhile stands against a block that comes late', async ({ admin: page, opened: { grid, schema } }) => {
  const go = await hold(page, 'row/value');
  await grid.select(1, 'title');
  const asked = page.waitForRequest('**/api/row/value');
  await grid.paste('One\tshort\nTwo\tshort');
  await asked;
  await grid.type(2, 'title', 'Later');
  go();
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(rows(schema)).toBe('One shor, Later shor, Note 3 long');
});

test('of two values for one cell the later one stands', async ({ admin: page, opened: { grid, schema } }) => {
  const answers: (() => void)[] = [];
  await page.route('**/api/row/value', (route) => new Promise<void>((resolve) => answers.push(() => resolve(route.continue()))));
  for (const text of ['first', 'second']) {
    await grid.select(1, 'body');
    await page.keyboard.type(text);
    await grid.keys('Enter');
  }
  await expect.poll(() => answers.length).toBe(2);
  const answered = page.waitForResponse('**/api/row/value');
  answers[1]!();
  await (await answered).finished();
  await grid.expectUnsaved('1 cell changed');
  answers[0]!();
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(rows(schema)).toBe('Note 1 seco, Note 2 long, Note 3 long');
});

test('rows that are marked after a Save was asked for do not go with it', async ({ admin: page, opened: { grid, schema } }) => {
  const go = await hold(page, 'row/value');
  await saveLong(grid);
  await grid.select(3, 'title');
  await grid.keys('Control+-');
  await grid.expectSaid('The row goes with the next Save. The Save that waited is given up: nothing is saved');
  go();
  await grid.expectUnsaved('1 cell changed, 1 row to delete');
  expect(rows(schema)).toBe('Note 1 long, Note 2 long, Note 3 long');
});

test('leaving while something is fetched leaves the page alive', async ({ admin: page, flaws, opened: { grid } }) => {
  flaws.expect(/(table\/watch|row\/value) net::ERR_ABORTED/);
  await hold(page, 'row/value');
  await grid.select(1, 'body');
  const asked = page.waitForRequest('**/api/row/value');
  await grid.keys('F2');
  await asked;
  const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/row/value'));
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').last().click();
  await expect(page).toHaveURL(/\/folders\//);
  await ended;
  await page.getByRole('link', { name: 'note', exact: true }).click();
  await grid.expectCell(1, 'title', 'Note 1');
});
