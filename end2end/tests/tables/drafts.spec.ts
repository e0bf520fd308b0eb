// Unsaved edits: each tab keeps its own, and none is lost when a tab, the browser or the session ends.
import { expect, signIn, test } from '../../fixtures/test';
import { Schema, type Named } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Calls } from '../../fixtures/calls';
import type { Postgres } from '../../fixtures/postgres';
import type { Page } from '@playwright/test';

const person = [
  `create table person (id int primary key, name text not null)`,
  `insert into person select n, 'Person ' || n from generate_series(1, 9) n`,
];

async function prepare(calls: Calls, postgres: Postgres, unique: string): Promise<[Schema, Named]> {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  return [schema, table!];
}

/** Waits until the browser keeps edits at so many places. */
async function kept(page: Page, places: number): Promise<void> {
  const count = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('nexttables.drafts.')).length);
  await expect.poll(count).toBe(places);
}

test('two tabs keep their own edits, also over a reload', async ({ admin: page, calls, context, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const first = await Grid.open(page, table);
  const second = await Grid.open(await context.newPage(), table);
  await first.type(1, 'name', 'by the first');
  await second.type(2, 'name', 'by the second');
  await kept(page, 2);
  await second.page.reload();
  await second.expectCell(2, 'name', /^by the second/);
  await second.expectUnsaved('1 cell changed');
  await page.reload();
  await first.expectCell(1, 'name', /^by the first/);
  await first.expectUnsaved('1 cell changed');
  await test.step('a third tab takes nothing from those that live', async () => {
    const third = await Grid.open(await context.newPage(), table);
    await third.expectCell(1, 'name', 'Person 1');
    await third.expectUnsaved('No unsaved changes');
  });
  await first.save();
  await first.expectSaid('1 row is saved');
  await second.expectUnsaved('1 cell changed');
  await second.save();
  await second.expectSaid('1 row is saved');
  expect(schema.sql('select name from person where id < 3 order by id')).toBe('by the first\nby the second');
});

test('edits come back also where the browser is slow to let go of the page before', async ({ admin: page, calls, context, postgres, unique }) => {
  const [, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'kept');
  await kept(page, 1);
  const own = () => page.evaluate(() => Object.entries(sessionStorage).find(([key]) => key.startsWith('nexttables.drafts.'))?.[1]);
  const place = await own();
  // Whoever asked for the lock before the page is reloaded has it next.
  const slow = await context.newPage();
  await slow.goto('/account');
  const release = await slow.evaluateHandle((place) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    navigator.locks.request(place!, () => held);
    return release;
  }, place);
  await page.reload();
  await grid.ready();
  await expect.poll(own).not.toBe(place);
  await release.evaluate((release) => release());
  await grid.expectUnsaved('1 cell changed');
  await grid.expectCell(1, 'name', /^kept/);
});

test('over plain HTTP, where browsers have neither locks nor ids, edits are not kept, but saved, and a duplicated tab has none', async ({ admin: page, calls, context, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'locks', { value: undefined });
    Object.defineProperty(crypto, 'randomUUID', { value: undefined });
  });
  const grid = await Grid.open(page, table);
  await grid.type(4, 'name', 'by plain HTTP');
  await grid.keys('Control+Enter');
  await grid.type(1, 'id', '10');
  await grid.type(1, 'name', 'once');
  await grid.expectUnsaved('1 cell changed, 1 new row');
  await expect(grid.bar.getByRole('alert')).toContainText('Your browser cannot keep these changes');
  await test.step('a duplicated tab, which gets the same session storage, takes nothing over', async () => {
    const opened = context.waitForEvent('page');
    await page.evaluate(() => void window.open(location.href));
    const copy = new Grid(await opened);
    await copy.ready();
    await copy.type(1, 'name', 'by the copy');
    await copy.expectUnsaved(/^1 cell changed$/);
    await copy.page.close();
  });
  await kept(page, 0);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql(`select name from person where id in (1, 4, 10) order by id`)).toBe('Person 1\nby plain HTTP\nonce');
});

test('moments that come back mean what they meant when they were typed', async ({ admin: page, calls, context, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table item (id int primary key, at timestamptz)`, `insert into item values (1, null)`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const zone = (page: Page) => page.getByRole('combobox', { name: 'Time zone' });
  const grid = await Grid.open(page, table!);
  await zone(page).selectOption('Europe/Berlin');
  await grid.type(1, 'at', '2027-01-01 12:00');
  await kept(page, 1);
  const other = await Grid.open(await context.newPage(), table!);
  await zone(other.page).selectOption('UTC');
  await page.reload();
  await grid.expectUnsaved('1 cell changed');
  await grid.expectCell(1, 'at', /^2027-01-01 12:00/);
  await expect(zone(page)).toHaveValue('Europe/Berlin');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql(`select at at time zone 'UTC' from item`)).toBe('2027-01-01 11:00:00');
  await grid.expectCell(1, 'at', /^2027-01-01 12:00/);
  await other.expectCell(1, 'at', /^2027-01-01 11:00/);
});

test('edits that were kept without a zone are meant in the zone of the tab', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, `create table item (id int primary key, at timestamptz)`, `insert into item values (1, null)`);
  const { tables: [table] } = await schema.tables(calls, unique, 'item');
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  const grid = await Grid.open(page, table!);
  await grid.type(1, 'at', '2027-01-01 12:00');
  await kept(page, 1);
  await page.evaluate(() => {
    for (const [place, text] of Object.entries(localStorage).filter(([place]) => place.startsWith('nexttables.drafts.'))) {
      const { zone: _, ...without } = JSON.parse(text) as { zone?: string };
      localStorage.setItem(place, JSON.stringify(without));
    }
    localStorage.setItem('nexttables.zone', 'Asia/Tokyo');
  });
  await page.reload();
  await grid.expectCell(1, 'at', /^2027-01-01 12:00/);
  await expect(zone).toHaveValue('Asia/Tokyo');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql(`select at at time zone 'UTC' from item`)).toBe('2027-01-01 03:00:00');
});

test('edits of a tab that was closed come back', async ({ admin: page, calls, context, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const closed = await Grid.open(await context.newPage(), table);
  await closed.type(3, 'name', 'closed too early');
  await kept(closed.page, 1);
  await closed.page.close();
  const grid = await Grid.open(page, table);
  await grid.expectSaid('Your unsaved changes of a tab that was closed are back');
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select name from person where id = 3')).toBe('closed too early');
});

test('two tabs that are gone are taken over one after the other', async ({ admin: page, calls, context, postgres, unique }) => {
  const [schema, table] = await prepare(calls, postgres, unique);
  const tabs = [await context.newPage(), await context.newPage()];
  for (const [at, tab] of tabs.entries()) {
    const grid = await Grid.open(tab, table);
    await grid.type(1, 'name', `tab ${at + 1}`);
    await kept(tab, at + 1);
  }
  for (const tab of tabs) await tab.close();
  const grid = await Grid.open(page, table);
  await grid.expectSaid('more come back once these are saved or discarded');
  await grid.expectCell(1, 'name', /^tab 2/);
  await kept(page, 2);
  await grid.bar.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog', { name: 'Discard all changes?' }).getByRole('button', { name: 'Discard changes' }).click();
  await grid.expectCell(1, 'name', /^tab 1/);
  await test.step('they are still kept, also where nobody touches them', async () => {
    await page.reload();
    await grid.expectCell(1, 'name', /^tab 1/);
    await grid.expectUnsaved('1 cell changed');
    await kept(page, 1);
  });
  await grid.save();
  await grid.expectSaid('1 row is saved');
  await kept(page, 0);
  expect(schema.sql('select name from person where id = 1')).toBe('tab 1');
});

test('a tab that lives is not among those whose edits come back', async ({ admin: page, calls, context, postgres, unique }) => {
  const [, table] = await prepare(calls, postgres, unique);
  const tabs = [await context.newPage(), await context.newPage()];
  for (const [at, tab] of tabs.entries()) {
    const grid = await Grid.open(tab, table);
    await grid.type(1, 'name', `tab ${at + 1}`);
    await kept(tab, at + 1);
  }
  await tabs[1]!.close();
  const grid = await Grid.open(page, table);
  await grid.expectCell(1, 'name', /^tab 2/);
  await expect(grid.bar.getByRole('status')).toHaveText('Your unsaved changes of a tab that was closed are back');
});

test('edits of one person are not saved as those of another', async ({ admin: page, calls, context, flaws, postgres, product, unique }) => {
  flaws.expect(/status of 409/);
  const [schema, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(5, 'name', 'by the administrator');
  await signIn(context, product, await calls.user(`Grace ${unique}`, 'administrator'));
  await grid.save();
  await expect(page.getByRole('alert').filter({ hasText: 'Somebody else is signed in by now; nothing was saved' })).toBeVisible();
  await grid.expectUnsaved('1 cell changed');
  expect(schema.sql('select name from person where id = 5')).toBe('Person 5');
  await signIn(context, product, product.administrator);
  await grid.save();
  await grid.expectSaid('1 row is saved');
});

test('edits outlive a crash of the tab', async ({ admin: page, calls, context, postgres, unique }) => {
  const [, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(4, 'name', 'before the crash');
  await kept(page, 1);
  const crashed = page.waitForEvent('crash');
  // It answers nothing any more.
  void (await context.newCDPSession(page)).send('Page.crash').catch(() => {});
  await crashed;
  const next = await Grid.open(await context.newPage(), table);
  await next.expectSaid('Your unsaved changes of a tab that was closed are back');
  await next.expectCell(4, 'name', /^before the crash/);
});

test('edits outlive the session', async ({ admin: page, calls, context, flaws, postgres, product, unique }) => {
  flaws.expect(/status of 401|table\/watch/);
  const [schema, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(5, 'name', 'after the session');
  await context.clearCookies();
  await grid.save();
  await expect(page.getByRole('link', { name: 'Sign in in a new tab' })).toBeVisible();
  await grid.expectUnsaved('1 cell changed');
  await page.reload();
  await page.getByLabel('Email').fill(product.administrator.email);
  await page.getByLabel('Password').fill(product.administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await grid.ready();
  await grid.expectCell(5, 'name', /^after the session/);
  await grid.save();
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select name from person where id = 5')).toBe('after the session');
});

test('somebody else at the same browser sees nothing of them', async ({ admin: page, calls, context, postgres, product, unique }) => {
  const [, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(5, 'name', 'not for others');
  await kept(page, 1);
  const other = await calls.user(`Grace ${unique}`, 'administrator');
  await context.clearCookies();
  await signIn(context, product, other);
  await page.goto(`/tables/${table.id}`);
  await grid.ready();
  await grid.expectCell(5, 'name', 'Person 5');
  await grid.expectUnsaved('No unsaved changes');
});

test('where the browser cannot keep them it says so, and old ones do not come back', async ({ admin: page, calls, postgres, unique }) => {
  const [, table] = await prepare(calls, postgres, unique);
  const grid = await Grid.open(page, table);
  await grid.type(1, 'name', 'small');
  await kept(page, 1);
  await page.evaluate(() => {
    for (let size = 1 << 22; size > 0; size >>= 1) {
      try {
        for (let at = 0; ; at += 1) localStorage.setItem(`full.${size}.${at}`, 'x'.repeat(size));
      } catch { /* Full: a smaller one may still fit. */ }
    }
  });
  await grid.type(2, 'name', 'large '.repeat(100));
  await expect(grid.bar.getByRole('alert')).toContainText('Your browser cannot keep these changes');
  await kept(page, 0);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  await expect(grid.bar.getByRole('alert')).toHaveCount(0);
});
