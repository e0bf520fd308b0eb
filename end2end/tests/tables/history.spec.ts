// A table's history: who changed what, from what to what, and bringing it back.
import { expect, test } from '../../fixtures/test';
import { expectAccessible } from '../../fixtures/axe';
import { Schema, insert, remove, save, update } from '../../fixtures/schema';
import { hold } from '../../fixtures/hold';
import type { Locator, Page } from '@playwright/test';

const person = [
  'create table person (id int primary key, name text, note text)',
  `insert into person values (1, 'Ada', null), (2, 'Grace', ''), (3, 'Joan', 'x')`,
];

/** The change sets on the page, newest first. */
const sets = (page: Page) => page.getByRole('article');

const rowOf = (set: Locator, key: string) => set.getByRole('row').filter({ has: set.page().getByRole('rowheader', { name: key }) });

const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });

async function restore(page: Page, button: Locator): Promise<Locator> {
  await button.click();
  const question = page.getByRole('dialog', { name: /^Restore/ });
  await question.getByRole('button', { name: 'Restore', exact: true }).click();
  return question;
}

test('changes are shown cell by cell, NULL and empty text told apart', async ({ admin: page, calls, product, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await page.goto(`/tables/${table!.id}/history`);
  await expect(page.getByRole('heading', { name: 'No change yet' })).toBeVisible();
  await save(calls, table!, update('1', 'note', null, ''), update('2', 'note', '', null));
  await save(calls, table!, insert({ id: '4', name: '<b>Emmy</b>' }));
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'History of person' })).toBeVisible();
  await expect(sets(page)).toHaveCount(2);
  const [newest, first] = [sets(page).nth(0), sets(page).nth(1)];
  await expect(newest).toContainText(product.administrator.email);
  await expect(newest).toContainText('Saved');
  await expect(rowOf(newest, '4')).toContainText('Inserted');
  await expect(rowOf(newest, '4')).toContainText('<b>Emmy</b>');
  await expect(rowOf(first, '1')).toContainText(/note\s*NULL\s*→\s*empty text/);
  await expect(rowOf(first, '2')).toContainText(/note\s*empty text\s*→\s*NULL/);
  await page.getByRole('link', { name: 'Open table' }).click();
  await expect(page).toHaveURL(new RegExp(`/tables/${table!.id}$`));
});

test('row, cell, column and person filter, and the address carries the filter', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Ada L.'));
  await save(calls, table!, update('2', 'name', 'Grace', 'Grace H.'));
  await save(calls, table!, update('1', 'note', null, 'first'));
  await page.goto(`/tables/${table!.id}/history`);
  await expect(sets(page)).toHaveCount(3);
  await rowOf(sets(page).nth(0), '1').getByRole('link', { name: '1', exact: true }).click();
  await expect(sets(page)).toHaveCount(2);
  expect(new URL(page.url()).searchParams.get('row')).toBe('["1"]');
  await sets(page).nth(1).getByRole('link', { name: 'name' }).click();
  await expect(sets(page)).toHaveCount(1);
  await page.reload();
  await expect(sets(page)).toHaveCount(1);
  await page.getByRole('link', { name: 'Remove filter: Row 1' }).click();
  await expect(sets(page)).toHaveCount(2);
  const form = page.getByRole('search', { name: 'Filter the history' });
  await expect(form.getByLabel('Column', { exact: true })).toHaveValue('name');
  await form.getByLabel('Column', { exact: true }).selectOption('note');
  await form.getByRole('button', { name: 'Filter' }).click();
  await expect(sets(page)).toHaveCount(1);
  await page.goto(`/tables/${table!.id}/history?row=["9"]`);
  await expect(page.getByText('Take a filter away to see more.')).toBeVisible();
});

test('days filter too, the last one included, and as they are shown: in UTC', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Ada L.'));
  await page.goto(`/tables/${table!.id}/history`);
  const at = await sets(page).getByRole('heading').locator('time').getAttribute('datetime');
  const day = at!.slice(0, 10);
  const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  const form = page.getByRole('search', { name: 'Filter the history' });
  const filter = async (from: string, to: string) => {
    await form.getByLabel('From (UTC)').fill(from);
    await form.getByLabel('To (UTC)').fill(to);
    await form.getByRole('button', { name: 'Filter' }).click();
  };
  await filter(day, day);
  await expect(page.getByRole('link', { name: `Remove filter: From ${day}` })).toBeVisible();
  await expect(sets(page)).toHaveCount(1);
  await filter('', before);
  await expect(page.getByText('Take a filter away to see more.')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('to')).toBe(before);
  await page.reload();
  await expect(form.getByLabel('To (UTC)')).toHaveValue(before);
  await page.getByRole('link', { name: `Remove filter: To ${before}` }).click();
  await expect(sets(page)).toHaveCount(1);
  await expect(form.getByLabel('To (UTC)')).toHaveValue('');
});

test('a row is restored as a new change set', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Wrong'), update('2', 'name', 'Grace', 'Also wrong'));
  await page.goto(`/tables/${table!.id}/history`);
  await restore(page, sets(page).getByRole('button', { name: 'Restore row 1' }));
  await expect(said(page, 'Restored, as a new change set')).toBeVisible();
  await expect(sets(page)).toHaveCount(2);
  await expect(sets(page).nth(0)).toContainText('Restored what was before the change set of');
  expect(schema.sql(`select string_agg(name, ',' order by id) from person`)).toBe('Ada,Also wrong,Joan');
});

test('a change set is restored as a whole: inserted, updated and deleted rows', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const before = schema.sql('select * from person order by id');
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, insert({ id: '9', name: 'New' }), update('1', 'note', null, 'n'), remove('3', { id: '3', name: 'Joan', note: 'x' }));
  expect(schema.sql('select * from person order by id')).not.toBe(before);
  await page.goto(`/tables/${table!.id}/history`);
  await expect(sets(page).getByRole('row').filter({ hasText: 'Deleted' })).toContainText('Joan');
  await restore(page, page.getByRole('button', { name: 'Restore change set' }));
  await expect(said(page, 'Restored, as a new change set')).toBeVisible();
  expect(schema.sql('select * from person order by id')).toBe(before);
});

test('what was changed since is a conflict, and nothing is restored', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Second'), update('2', 'name', 'Grace', 'Second'));
  schema.sql(`update person set name = 'Third' where id = 1`);
  await page.goto(`/tables/${table!.id}/history`);
  const question = await restore(page, page.getByRole('button', { name: 'Restore change set' }));
  await expect(question.getByRole('alert')).toContainText('Nothing is restored');
  await expect(question.getByRole('alert')).toContainText('Row 1');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(schema.sql(`select string_agg(name, ',' order by id) from person`)).toBe('Third,Second,Joan');
});

test('what the database refuses to restore is told', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Short'));
  schema.sql(`alter table person add constraint short check (id <> 1 or name <> 'Ada')`);
  await page.goto(`/tables/${table!.id}/history`);
  const question = await restore(page, page.getByRole('button', { name: 'Restore row 1' }));
  await expect(question.getByRole('alert').or(question.getByText(/short/)).first()).toBeVisible();
  expect(schema.sql('select name from person where id = 1')).toBe('Short');
});

test('a long history comes page by page, and a large change set opens on demand', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, ...Array.from({ length: 120 }, (_, at) => insert({ id: String(at + 100), name: `Row ${at}` })));
  for (let at = 0; at < 51; at += 1) {
    await save(calls, table!, update('1', 'note', at === 0 ? null : `${at - 1}`, `${at}`));
  }
  await page.goto(`/tables/${table!.id}/history`);
  await expect(sets(page)).toHaveCount(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(sets(page)).toHaveCount(52);
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);
  const large = sets(page).last();
  await expect(large.getByRole('rowheader')).toHaveCount(20);
  await large.getByRole('button', { name: 'Show 100 rows' }).click();
  await expect(large.getByRole('rowheader')).toHaveCount(100);
  await expect(large).toContainText('100 of 120 rows are listed here.');
});

test('a long value comes whole when it is asked for', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  const long = `${'<b>x</b> '.repeat(500)}the end`;
  await save(calls, table!, update('1', 'note', null, long));
  await page.goto(`/tables/${table!.id}/history`);
  await expect(sets(page)).not.toContainText('the end');
  await sets(page).getByRole('button', { name: 'Show all 4,507 characters' }).click();
  await expect(sets(page)).toContainText('the end');
  await expect(sets(page).getByRole('button', { name: /^Show all/ })).toHaveCount(0);
});

test('the history of a disconnected table stays with those who view the audit log', async ({ calls, flaws, page, postgres, signInAs, unique }) => {
  // The table itself is not there for them.
  flaws.expect(/status of 404/);
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Ada L.'));
  await calls.call('table/disconnect', { id: table!.id });
  await signInAs(['view_audit_log']);
  await page.goto('/administration/audit-log?action=rows_committed');
  const trace = page.getByRole('row').filter({ has: page.locator(`a[href$="/tables/${table!.id}/history"]`) });
  await trace.getByRole('link', { name: 'person' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'History of person' })).toBeVisible();
  await expect(page.getByText('This table is disconnected.')).toBeVisible();
  await expect(sets(page)).toHaveCount(1);
  await expect(rowOf(sets(page).nth(0), '1')).toContainText(/Ada\s*→\s*Ada L\./);
  await expect(page.getByRole('button', { name: /^Restore/ })).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('This table is disconnected.')).toBeVisible();
  await expectAccessible(page);
});

test('what was restored while the answer got lost is not restored again', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/api\/history\/restore/);
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Wrong'));
  await page.goto(`/tables/${table!.id}/history`);
  const sent: (string | null)[] = [];
  page.on('request', (request) => { if (request.url().endsWith('history/restore')) sent.push(request.postData()); });
  await page.route('**/api/history/restore', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  }, { times: 1 });
  const button = sets(page).getByRole('button', { name: 'Restore row 1' });
  const question = await restore(page, button);
  await expect(question.getByRole('alert')).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await restore(page, button);
  await expect(said(page, 'Restored, as a new change set')).toBeVisible();
  await expect(sets(page)).toHaveCount(2);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toBe(sent[0]);
  expect(schema.sql('select name from person where id = 1')).toBe('Ada');
});

test('what is restored is told also to somebody who has closed the question', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Wrong'));
  await page.goto(`/tables/${table!.id}/history`);
  const go = await hold(page, 'history/restore');
  const question = await restore(page, sets(page).getByRole('button', { name: 'Restore row 1' }));
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  go();
  await expect(said(page, 'Restored, as a new change set')).toBeVisible();
  await expect(sets(page)).toHaveCount(2);
  expect(schema.sql('select name from person where id = 1')).toBe('Ada');
});

test('an answer that comes late to a question that was closed is not taken for one to the next', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Wrong'), update('2', 'name', 'Grace', 'Also wrong'));
  await page.goto(`/tables/${table!.id}/history`);
  const go = await hold(page, 'history/restore');
  const first = await restore(page, sets(page).getByRole('button', { name: 'Restore row 1' }));
  await first.getByRole('button', { name: 'Cancel' }).click();
  await expect(first).toBeHidden();
  await sets(page).getByRole('button', { name: 'Restore row 2' }).click();
  const second = page.getByRole('dialog', { name: 'Restore row 2?' });
  const answered = page.waitForResponse('**/api/history/restore');
  go();
  await (await answered).finished();
  await expect(second.getByRole('button', { name: 'Restore', exact: true })).toBeEnabled();
  await second.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(second).toBeHidden();
  await expect(sets(page)).toHaveCount(3);
  expect(schema.sql(`select string_agg(name, ',' order by id) from person`)).toBe('Ada,Grace,Joan');
});

test('a column that was given another name says so, and is found by it', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique, ...person);
  schema.sql(`alter table person owner to ${schema.role.username}`);
  const { tables: [table] } = await schema.tables(calls, unique, 'person');
  await save(calls, table!, update('1', 'name', 'Ada', 'Ada L.'));
  await calls.call('table/rename_column', { id: table!.id, column: 'name', name: 'title' });
  await page.goto(`/tables/${table!.id}/history`);
  await expect(rowOf(sets(page), '1')).toContainText(/name\s*now title\s*Ada\s*→\s*Ada L\./);
  await sets(page).getByRole('link', { name: 'name', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Remove filter: Column title' })).toBeVisible();
  await expect(sets(page)).toHaveCount(1);
});
