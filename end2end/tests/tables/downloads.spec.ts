// Taking away as CSV what a list shows.
import { readFileSync } from 'node:fs';
import { expect, test } from '../../fixtures/test';
import { Schema, save, update } from '../../fixtures/schema';
import type { Page } from '@playwright/test';

const person = [
  'create table person (id int primary key, name text, note text)',
  `insert into person values (1, 'Ada', null)`,
];

/** An answer that turns out to be a file ends the way to a page. */
const becomesFile = /\.csv\S* net::ERR_ABORTED/;

async function download(page: Page, link: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link, exact: true }).click(),
  ]);
  return readFileSync(await file.path(), 'utf8');
}

test('the history is taken away as it is filtered, and safe for spreadsheets', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(becomesFile);
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Ada L.'));
  await save(calls, table!, update('1', 'note', null, '=1+1'));
  await page.goto(`/tables/${table!.id}/history?column=note`);
  const exact = await download(page, 'Download CSV');
  expect(exact).toContain('"note",,"=1+1"');
  expect(exact).not.toContain('Ada L.');
  expect(await download(page, 'For spreadsheets')).toContain(`"note",,"'=1+1"`);
});

test('without a session the page for signing in comes, and no file', async ({ admin: page, calls, context, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Ada L.'));
  await page.goto(`/tables/${table!.id}/history`);
  await expect(page.getByRole('article')).toHaveCount(1);
  await context.clearCookies();
  await page.getByRole('link', { name: 'Download CSV', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('the audit log is taken away as it is filtered', async ({ admin: page, flaws, product }) => {
  flaws.expect(becomesFile);
  await page.goto('/administration/audit-log?action=signed_in');
  const csv = await download(page, 'Download CSV');
  expect(csv).toContain(product.administrator.email);
  expect(csv).toContain('"Signed in"');
  expect(csv).not.toContain('"Site set up"');
});
