// "The connection works, but I can't create or edit tables": unticking Read-only connection.
import { expect, test } from '../../fixtures/test';
import { Grid } from '../../fixtures/grid';
import { Panel, choose, row } from '../../fixtures/panel';
import { Schema, type Named } from '../../fixtures/schema';
import type { Page } from '@playwright/test';

const reason = 'The database connection is read-only. Ask a site administrator to untick Read-only connection.';

/** Ticks or unticks, and saves without a password. */
async function tick(page: Page, connection: Named, ticked: boolean): Promise<void> {
  await page.goto('/administration/databases');
  await choose(page, connection.name, 'Edit');
  const panel = new Panel(page, `Edit ${connection.name}`, 'Save');
  const box = panel.field('Read-only connection');
  await expect(box, 'as it is stored').toBeChecked({ checked: !ticked });
  await box.setChecked(ticked);
  await expect(panel.field('Password')).toHaveAccessibleDescription(/Leave it empty to keep the stored password/);
  await panel.submit.click();
  await expect(panel.dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: `${connection.name} is saved` })).toBeVisible();
  await expect(row(page, connection.name).getByText('Read-only', { exact: true })).toHaveCount(ticked ? 1 : 0);
}

/** Opens the table, where no cell can be edited and it is said why. */
async function expectLocked(page: Page, table: Named): Promise<void> {
  const grid = await Grid.open(page, table);
  await expect(page.getByRole('main').getByText(reason)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Insert row' })).toHaveCount(0);
  await expect(await grid.cell(1, 'name')).toHaveAttribute('aria-readonly', 'true');
  await grid.select(1, 'name');
  await page.keyboard.press('F2');
  await grid.expectSaid(`“name” cannot be edited. ${reason}`);
  await expect(grid.editor).toHaveCount(0);
}

test('Read-only connection is unticked to allow data maintenance, and ticked to end it', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique,
    'create table person (id int primary key, name text)', `insert into person values (1, 'Ada')`);
  const folder = await calls.folder(`Read ${unique}`);
  const connection = await schema.connect(calls, `Read ${unique}`, { read_only: true });
  const [table] = await calls.call<Named[]>('table/connect', { folder: folder.id, connection: connection.id, names: ['person'] });
  await expectLocked(page, table!);
  await tick(page, connection, false);
  const grid = await Grid.open(page, table!);
  await expect(page.getByText(reason)).toHaveCount(0);
  await grid.type(1, 'name', 'Grace');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select name from person')).toBe('Grace');
  await tick(page, connection, true);
  await expectLocked(page, table!);
  await grid.expectCell(1, 'name', 'Grace');
});
