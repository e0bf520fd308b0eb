// Tables whose rows can only be read: nothing takes an edit, and everything says why.
import { expect, test } from '../../fixtures/test';
import { Schema, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Calls } from '../../fixtures/calls';
import type { Page } from '@playwright/test';

const person = [
  `create table person (id int primary key, name text, active boolean)`,
  `insert into person values (1, 'Anna', true), (2, 'Bert', false)`,
  `create view shown as select id, name, active from person`,
];

async function connected(calls: Calls, schema: Schema, unique: string, name: string, read_only = false): Promise<Named> {
  const folder = await calls.folder(`Locked ${unique}`);
  const connection = await schema.connect(calls, `Locked ${unique}`, { read_only });
  const [table] = await calls.call<Named[]>('table/connect', { folder: folder.id, connection: connection.id, names: [name] });
  return table!;
}

/** Tries every way to change something. */
async function expectLocked(page: Page, grid: Grid, reason: string): Promise<void> {
  await expect(page.getByText(reason).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Insert row' })).toHaveCount(0);
  await expect(await grid.cell(1, 'name')).toHaveAttribute('aria-readonly', 'true');
  await grid.select(2, 'name');
  for (const key of ['x', 'F2', 'Delete', 'Control+Backspace', 'Control+d', 'Control+-', 'Control+Enter', 'Control+Shift+d', 'Control+x']) {
    await test.step(key, async () => {
      await grid.keys(key);
      await grid.expectSaid(reason);
      await expect(grid.editor).toHaveCount(0);
      await grid.expectUnsaved('No unsaved changes');
      // What is said is another thing before the next key.
      await grid.keys('Control+c');
      await grid.expectSaid('copied');
    });
  }
  await test.step('a paste', async () => {
    await grid.paste('one\ntwo\nthree');
    await grid.expectSaid(reason);
    await grid.expectUnsaved('No unsaved changes');
  });
  await test.step('a click twice', async () => {
    await (await grid.cell(1, 'active')).dblclick();
    await grid.expectSaid(/“active” cannot be edited/);
    await expect(grid.chooser).toHaveCount(0);
  });
  await test.step('the form', async () => {
    await grid.keys('Shift+F2');
    const form = page.getByRole('complementary', { name: 'Row as a form' });
    await expect(form.getByLabel('name', { exact: true })).toBeDisabled();
    await expect(form.getByLabel('active', { exact: true })).toBeDisabled();
    await expect(form).toContainText(reason);
  });
}

test('a view is only read', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const grid = await Grid.open(page, await connected(calls, schema, unique, 'shown'));
  await expectLocked(page, grid, 'This is a view: its rows come from other tables.');
});

test('a table over a read-only connection is only read', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const grid = await Grid.open(page, await connected(calls, schema, unique, 'person', true));
  await expectLocked(page, grid, 'The database connection is read-only.');
});

test('a table without privileges is only read, and the SQL that gives them is told', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  schema.sql(`revoke insert, update, delete on person from ${schema.role.username}`);
  const grid = await Grid.open(page, await connected(calls, schema, unique, 'person'));
  await expect(page.getByText(/GRANT (INSERT|UPDATE|DELETE)/).first()).toBeVisible();
  await expectLocked(page, grid, 'The login role lacks the');
});
