// Signing out where edits were not saved: whether they stay on the device is the person's choice.
import { expect, test } from '../../fixtures/test';
import { Schema, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import { expectAccessible } from '../../fixtures/axe';
import type { Calls } from '../../fixtures/calls';
import type { Postgres } from '../../fixtures/postgres';
import type { Person } from '../../fixtures/product';
import type { Locator, Page } from '@playwright/test';

async function prepare(calls: Calls, postgres: Postgres, unique: string): Promise<Named> {
  const schema = Schema.make(postgres, unique,
    `create table person (id int primary key, name text)`,
    `insert into person select n, 'Person ' || n from generate_series(1, 9) n`);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  return table!;
}

/** The places where the browser keeps edits. */
const places = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('nexttables.drafts.')));

async function edit(page: Page, table: Named, row: number, name: string, kept: number): Promise<Grid> {
  const grid = await Grid.open(page, table);
  await grid.type(row, 'name', name);
  await expect.poll(async () => (await places(page)).length).toBe(kept);
  return grid;
}

async function signOut(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  return page.getByRole('dialog', { name: 'Sign out with unsaved changes?' });
}

async function signInAgain(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
}

test('kept, they come back after the next sign-in', async ({ admin: page, calls, postgres, product, unique }) => {
  const table = await prepare(calls, postgres, unique);
  const grid = await edit(page, table, 1, 'kept', 1);
  const question = await signOut(page);
  await expect(question).toContainText('Your changes in 1 table are not saved.');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await grid.expectUnsaved('1 cell changed');
  await signOut(page);
  await question.getByRole('button', { name: 'Keep and sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signInAgain(page, product.administrator);
  await Grid.open(page, table);
  await grid.expectCell(1, 'name', /^kept/);
  await grid.expectUnsaved('1 cell changed');
});

test('discarded, none of them stays, in whichever tab it was made', async ({ admin: page, calls, context, flaws, postgres, product, unique }) => {
  // The other tab goes on watching for a moment.
  flaws.expect(/status of 401|table\/watch/);
  const table = await prepare(calls, postgres, unique);
  await edit(page, table, 1, 'of the tab where one signs out', 1);
  const closed = await edit(await context.newPage(), table, 2, 'of a tab that is closed', 2);
  const open = await edit(await context.newPage(), table, 3, 'of a tab that stays open', 3);
  await closed.page.close();
  const another = 'nexttables.drafts.01900000-0000-7000-8000-000000000000.x.y';
  await page.evaluate((place) => localStorage.setItem(place, '{}'), another);
  const question = await signOut(page);
  await expect(question).toContainText('Your changes in 1 table are not saved.');
  await question.getByRole('button', { name: 'Discard and sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await open.expectUnsaved('No unsaved changes');
  await open.expectSaid('Your unsaved changes were discarded when you signed out');
  await open.page.close();
  expect(await places(page), 'what somebody else left is theirs').toEqual([another]);
  await signInAgain(page, product.administrator);
  const grid = await Grid.open(page, table);
  for (const row of [1, 2, 3]) await grid.expectCell(row, 'name', `Person ${row}`);
  await grid.expectUnsaved('No unsaved changes');
});
