// People, and login roles, that may only read: every reason is told, and nothing looks done.
import { expect, test } from '../../fixtures/test';
import { Schema, save, update, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

const item = ['create table item (id int primary key, name text)', `insert into item values (1, 'One'), (2, 'Two')`];

test('somebody who may only read is told all that they lack', async ({ calls, page, postgres, signInAs, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  await save(calls, table!, update('1', 'name', 'One', 'Uno'));
  await signInAs(['read']);
  const grid = await Grid.open(page, table!);
  const all = 'You need the Insert, Update and Delete authorisations.';
  await expect(page.getByText(all)).toBeVisible();
  await test.step('what is pasted is not told as pasted', async () => {
    await grid.select(1, 'name');
    await grid.paste('Eins');
    await grid.expectSaid('Nothing was pasted. “name” cannot be edited. You need the Update authorisation.');
    await grid.expectCell(1, 'name', 'Uno');
  });
  await test.step('nothing can be restored', async () => {
    await page.goto(`/tables/${table!.id}/history`);
    await expect(page.getByText(`${all} So nothing can be restored.`)).toBeVisible();
    const reason = 'You need the Update authorisation.';
    const shown = page.getByRole('article').getByText(reason).filter({ visible: true });
    for (const [at, name] of ['Restore change set', 'Restore row 1'].entries()) {
      const button = page.getByRole('button', { name });
      await expect(button).toBeDisabled();
      await expect(button).toHaveAccessibleDescription(reason);
      await expect(shown).toHaveCount(at);
      await button.focus();
      await grid.keys('Enter', 'Enter');
      await expect(shown).toHaveCount(at + 1);
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await expect(button).toBeFocused();
    }
  });
});

test('privileges that the login role lacks are named, all of them', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  schema.sql(`revoke insert, delete, update on item from ${schema.role.username}`);
  await Grid.open(page, table!);
  const told = page.getByText('The login role lacks the INSERT, UPDATE and DELETE privileges in PostgreSQL.');
  await expect(told).toBeVisible();
  for (const privilege of ['INSERT', 'UPDATE', 'DELETE']) await expect(told).toContainText(new RegExp(`GRANT [A-Z, ]*${privilege}`));
});

test('a row that does not fit and cannot be added is told as one', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...item);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  schema.sql(`revoke insert on item from ${schema.role.username}`);
  const grid = await Grid.open(page, table!);
  await grid.select(2, 'name');
  await grid.paste('x\ny');
  await grid.expectSaid('1 row does not fit, and cannot be added. The login role lacks the INSERT privilege in PostgreSQL.');
  await grid.expectUnsaved('No unsaved changes');
});

test('a row whose key is not UTF-8 can be read, and why it cannot be edited is told', async ({ admin: page, calls, postgres, unique }) => {
  const name = `ascii_${unique.toLowerCase()}`;
  postgres.sql(`create database ${name} encoding 'SQL_ASCII' locale 'C' template template0`);
  const latin = String.raw`convert_from('\x636166e9', 'SQL_ASCII')`;
  const role = postgres.role();
  postgres.sql(`\\connect ${name}
    create schema s;
    create table s.place (code text primary key, name text);
    insert into s.place values ('bar', 'Bar'), (${latin}, 'Café');
    grant usage on schema s to ${role.username};
    grant select, insert, update, delete on s.place to ${role.username};`);
  const schema = Schema.at(postgres, 's', role, name);
  const { tables: [table] } = await schema.tables(calls, unique, 'place');
  const grid = await Grid.open(page, table as Named);
  await grid.type(1, 'name', 'The bar');
  await grid.expectUnsaved('1 cell changed');
  await grid.select(2, 'name');
  await grid.expectCell(2, 'name', 'Café');
  await grid.paste('Coffee house');
  await grid.expectSaid('The key of this row is not valid UTF-8, so the row can only be read.');
  await grid.expectUnsaved('1 cell changed');
  await grid.save();
  await grid.expectSaid('1 row is saved');
});

test('each cell that cannot be cleared is counted once', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, 'create table item (id int primary key, twice int generated always as (id * 2) stored)',
    'insert into item select generate_series(1, 5)');
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'twice');
  for (const row of [3, 5]) await (await grid.cell(row, 'twice')).click({ modifiers: ['Control'] });
  await grid.keys('Delete');
  await grid.expectSaid('3 cells cannot be edited and stay as they are, such as “twice”.');
});
