// Sheets open with the focus where one begins, and give it back; questions at the harmless answer.
import { expect, test } from '../../fixtures/test';
import { choose } from '../../fixtures/panel';
import { Schema } from '../../fixtures/schema';

test('a sheet opens at its first field, and gives the focus back', async ({ admin: page, calls, unique }) => {
  const folder = await calls.folder(`Opened ${unique}`);
  const connect = { name: 'Connect database', sheet: 'Connect new database', field: 'Name' };
  const user = { name: 'Create user', sheet: 'Create user', field: 'Name' };
  for (const [address, { name, sheet, field }] of [['databases', connect], ['users', user]] as const) {
    await page.goto(`/administration/${address}`);
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog', { name: sheet }).getByLabel(field, { exact: true })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name, exact: true })).toBeFocused();
  }
  await page.goto('/');
  await choose(page, folder.name, 'Move');
  await expect(page.getByRole('dialog').getByLabel('Parent folder')).toBeFocused();
});

test('so does one that begins with a choice', async ({ admin: page, calls, postgres, unique }) => {
  const folder = await calls.folder(`Opened ${unique}`);
  await Schema.make(postgres, unique).connect(calls, `Database ${unique}`);
  await page.goto(`/folders/${folder.id}`);
  for (const name of ['Create table', 'Connect table']) {
    await page.getByRole('button', { name, exact: true }).first().click();
    await expect(page.getByRole('dialog', { name }).getByLabel('Database connection')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name })).toBeHidden();
  }
});

test('a question opens at the harmless answer, and what will happen is read out with it', async ({ admin: page, calls, postgres, unique }) => {
  const name = `Database ${unique}`;
  await Schema.make(postgres, unique).connect(calls, name);
  await page.goto('/administration/databases');
  await choose(page, name, 'Delete');
  const question = page.getByRole('dialog', { name: `Delete ${name}?` });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(question).toHaveAccessibleDescription(/^NextTables forgets the connection and its password\./);
});
