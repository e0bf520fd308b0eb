// Saved views: saved over, renamed, and shared with everybody who opens the table.
import { expect, signIn, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

test('a view is saved over and renamed, and others find it so', async ({ admin: page, calls, flaws, newBrowser, postgres, product, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table person (id int primary key, name text, salary int)',
    `insert into person select n, 'Person ' || n, n * 10 from generate_series(1, 30) n`);
  const { folder, tables: [table] } = await schema.tables(calls, unique, 'person');
  const draft = { name: 'Paid', query: {}, layout: {} };
  const { id } = await calls.call<{ id: string }>('view/save', { table: table!.id, id: null, draft });
  const grid = await Grid.open(page, table!, `?view=${id}`);
  const view = (name: string) => page.getByRole('button', { name: `View: ${name}`, exact: true });
  const item = async (now: string, name: string) => {
    await view(now).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  };
  await grid.head('salary').click();
  await grid.head('salary').click();
  await grid.expectCell(1, 'name', 'Person 30');
  await expect(view('Paid')).toContainText('(changed)');
  await test.step('where that fails it is said, and the view differs as before', async () => {
    flaws.expect(/api\/view\/save/);
    await page.route('**/api/view/save', (route) => route.abort('connectionreset'), { times: 1 });
    await item('Paid', 'Save over this view');
    await expect(page.getByRole('alert')).toContainText('cannot be reached');
    await expect(view('Paid')).toContainText('(changed)');
  });
  await item('Paid', 'Save over this view');
  await expect(page.getByRole('status').filter({ hasText: 'The view Paid is saved for everybody' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(view('Paid')).not.toContainText('(changed)');
  await item('Paid', 'Rename this view');
  const sheet = page.getByRole('dialog', { name: 'Rename Paid' });
  await expect(sheet.getByLabel('Name', { exact: true })).toHaveValue('Paid');
  await sheet.getByLabel('Name', { exact: true }).fill('Best paid');
  await sheet.getByRole('button', { name: 'Save view' }).click();
  await expect(view('Best paid')).not.toContainText('(changed)');
  await test.step('somebody who may only read chooses it, and cannot change it', async () => {
    const reader = await newBrowser();
    await signIn(reader, product, await calls.user(`Bert ${unique}`, ['read']));
    const theirs = await reader.newPage();
    await theirs.goto(`/folders/${folder.id}`);
    await theirs.getByRole('link', { name: 'person', exact: true }).click();
    const shown = new Grid(theirs);
    await shown.ready();
    await shown.expectCell(1, 'name', 'Person 1');
    await theirs.getByRole('button', { name: 'View: All rows' }).click();
    await expect(theirs.getByRole('menuitemradio')).toHaveText(['All rows', 'Best paid']);
    await expect(theirs.getByRole('menuitem', { name: /view$/ })).toHaveCount(0);
    await theirs.getByRole('menuitemradio', { name: 'Best paid' }).click();
    await shown.expectCell(1, 'name', 'Person 30');
    await expect(theirs).toHaveURL(new RegExp(`view=${id}`));
  });
});
