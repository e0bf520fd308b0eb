// Leaving a table whose unsaved edits the browser cannot keep: it asks before they are lost.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Page } from '@playwright/test';

/** Does something upon which the browser asks whether to leave, and answers that. */
async function asked(page: Page, answer: 'stay' | 'leave', leave: () => Promise<void>): Promise<void> {
  const dialog = page.waitForEvent('dialog');
  const left = leave();
  const question = await dialog;
  expect(question.type()).toBe('beforeunload');
  await (answer === 'stay' ? question.dismiss() : question.accept());
  await left;
}

test('edits that cannot be kept are not left without a question', async ({ admin: page, calls, context, flaws, postgres, unique }) => {
  flaws.expect(/net::ERR_ABORTED/);
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  const schema = Schema.make(postgres, unique, `create table item (id int primary key, name text)`, `insert into item values (1, 'One')`);
  const { folder, tables: [table] } = await schema.tables(calls, unique, 'item');
  const grid = await Grid.open(page, table!);
  const folders = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: folder.name });
  const signOut = async () => {
    await page.getByRole('banner').getByRole('button').last().click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click({ noWaitAfter: true });
  };
  await grid.type(1, 'name', 'Uno');
  await expect(grid.bar.getByRole('alert')).toContainText('they are lost when you leave this page');
  await test.step('by a link', () => asked(page, 'stay', () => folders.click({ noWaitAfter: true })));
  await test.step('by signing out', () => asked(page, 'stay', signOut));
  await grid.expectCell(1, 'name', /^Uno/);
  await grid.expectUnsaved('1 cell changed');
  await test.step('nothing is asked once they are saved', async () => {
    await page.keyboard.press('Escape');
    await grid.save();
    await grid.expectSaid('1 row is saved');
    await folders.click();
    await expect(page).toHaveURL(/\/folders\//);
    await page.goBack();
    await grid.ready();
  });
  await test.step('who leaves all the same loses them', async () => {
    await grid.type(1, 'name', 'Eins');
    await expect(grid.bar.getByRole('alert')).toBeVisible();
    await asked(page, 'leave', () => folders.click({ noWaitAfter: true }));
    await expect(page).toHaveURL(/\/folders\//);
    await page.goBack();
    await grid.ready();
    await grid.expectCell(1, 'name', 'Uno');
    await grid.expectUnsaved('No unsaved changes');
  });
});
