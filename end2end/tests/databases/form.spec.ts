// The panel itself: what it locks, proposes, fills in, writes and interrupts.
import { expect, test } from '../../fixtures/test';
import { Panel, choose, row, values } from '../../fixtures/panel';
import { Silent } from '../../fixtures/listeners';
import type { Locator, Page } from '@playwright/test';

test('the rest of the form is locked until PostgreSQL is chosen', async ({ admin }) => {
  const panel = await Panel.open(admin);
  const locked = [
    'Mapped folders', 'Instance name', 'Host', 'Port', 'Schema', 'Read-only connection', 'CA certificate', 'Username',
    'Password',
  ] as const;
  await expect(panel.field('Name')).toBeEnabled();
  for (const label of locked) await expect(panel.field(label), label).toBeDisabled();
  await panel.field('Type').selectOption('PostgreSQL');
  for (const label of locked) await expect(panel.field(label), label).toBeEnabled();
  await expect(panel.field('Port')).toHaveValue('5432');
});

test('the connection can be mapped to folders instead of the site', async ({ admin, calls, postgres, unique }) => {
  const outer = await calls.folder(`People ${unique}`);
  await calls.folder('Payroll', outer.id);
  const name = `Scoped ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, postgres.writer()));
  const chosen = panel.dialog.getByRole('list', { name: 'Chosen folders' });
  await expect(chosen.getByRole('listitem')).toHaveText(['Site (all folders)']);
  await panel.dialog.getByRole('button', { name: 'Remove Site (all folders)' }).click();
  await panel.submit.click();
  await panel.expectShown('Mapped folders', /Choose at least one folder/);
  const option = panel.field('Mapped folders').getByRole('option', { name: `People ${unique}` }).last();
  const path = (await option.textContent()) ?? '';
  expect(path).toMatch(/Payroll$/);
  await panel.field('Mapped folders').selectOption({ label: path });
  await expect(chosen.getByRole('listitem')).toHaveText([path]);
  await panel.submit.click();
  await panel.expectConnected(name);
  await expect(row(admin, name)).toContainText(path);
});

test('a folder that was chosen can be taken out again', async ({ admin, calls, unique }) => {
  await calls.folder(`Removable ${unique}`);
  const panel = await Panel.open(admin);
  await panel.field('Type').selectOption('PostgreSQL');
  const chosen = panel.dialog.getByRole('list', { name: 'Chosen folders' });
  await panel.field('Mapped folders').selectOption({ label: `Removable ${unique}` });
  await expect(chosen.getByRole('listitem')).toHaveText([`Removable ${unique}`]);
  await panel.dialog.getByRole('button', { name: `Remove Removable ${unique}` }).click();
  await panel.field('Mapped folders').selectOption({ label: 'Site (all folders)' });
  await expect(chosen.getByRole('listitem')).toHaveText(['Site (all folders)']);
});

test('several folders can be chosen, one after the other', async ({ admin, calls, unique }) => {
  const names = [`Left ${unique}`, `Middle ${unique}`, `Right ${unique}`] as const;
  for (const name of names) await calls.folder(name);
  const panel = await Panel.open(admin);
  await panel.field('Type').selectOption('PostgreSQL');
  const chosen = panel.dialog.getByRole('list', { name: 'Chosen folders' }).getByRole('listitem');
  for (const [at, name] of names.entries()) {
    await panel.field('Mapped folders').selectOption({ label: name });
    await expect(chosen).toHaveCount(at + 1);
    await expect(chosen.filter({ hasText: name })).toBeVisible();
    await expect(panel.field('Mapped folders'), 'ready for the next one').toHaveValue('');
  }
});

test('with the keyboard, a folder is added when it is confirmed', async ({ admin, calls, unique }) => {
  await calls.folder(`Typed ${unique}`);
  const panel = await Panel.open(admin);
  await panel.field('Type').selectOption('PostgreSQL');
  const list = panel.field('Mapped folders');
  const chosen = panel.dialog.getByRole('list', { name: 'Chosen folders' }).getByRole('listitem');
  await list.focus();
  await admin.keyboard.press('ArrowDown');
  await expect(list, 'an arrow key shows the next folder').not.toHaveValue('');
  await expect(chosen, 'and adds nothing').toHaveText(['Site (all folders)']);
  await admin.keyboard.type(`Typed ${unique}`);
  await admin.keyboard.press('Enter');
  await expect(chosen).toHaveText([`Typed ${unique}`]);
  await expect(list).toHaveValue('');
  await expect(list).toBeFocused();
});

test('without a type, that is said at Type', async ({ admin }) => {
  const panel = await Panel.open(admin);
  await panel.field('Name').fill('No type');
  await panel.submit.click();
  await panel.expectShown('Type', /^Choose a type$/);
  await expect(panel.field('Type')).toBeFocused();
  await expect(panel.field('Name')).toHaveValue('No type');
  await expect(panel.field('Host')).toBeDisabled();
});

const pasted = {
  'a postgres:// URL': 'postgres://app%20user:s%40fe%2Fpw@db.example.com:6543/warehouse?options=-csearch_path%3Dhr',
  'a libpq string': "host=db.example.com port=6543 dbname=warehouse user='app user' password='s@fe/pw'",
};
for (const [what, text] of Object.entries(pasted)) {
  test(`pasting ${what} into Host fills the fields`, async ({ admin, context }) => {
    const panel = await Panel.open(admin);
    await panel.field('Type').selectOption('PostgreSQL');
    await paste(admin, panel.field('Host'), text, () => context.grantPermissions(['clipboard-read', 'clipboard-write']));
    await panel.expectValues({
      Host: 'db.example.com',
      Port: '6543',
      'Instance name': 'warehouse',
      Username: 'app user',
      Password: 's@fe/pw',
    });
  });
}

test('pasting a plain host name into Host is just that', async ({ admin, context }) => {
  const panel = await Panel.open(admin);
  await panel.field('Type').selectOption('PostgreSQL');
  await paste(admin, panel.field('Host'), 'db.example.com', () => context.grantPermissions(['clipboard-read', 'clipboard-write']));
  await panel.expectValues({ Host: 'db.example.com', Port: '5432', 'Instance name': '' });
});

test('the set-up SQL follows the names, and Read-only connection', async ({ admin, postgres }) => {
  const panel = await Panel.open(admin);
  await panel.fill({ 'Instance name': 'company', Schema: 'hr', Username: 'Nora' });
  await panel.dialog.getByText('Set-up SQL', { exact: true }).click();
  const sql = panel.dialog.getByLabel('Set-up SQL', { exact: true });
  await expect(sql).toContainText('CREATE ROLE "Nora" LOGIN');
  await expect(sql).toContainText('GRANT USAGE, CREATE ON SCHEMA "hr" TO "Nora"');
  await expect(sql).toContainText('SELECT, INSERT, UPDATE, DELETE');
  await panel.field('Read-only connection').check();
  await expect(sql).toContainText('GRANT SELECT ON ALL TABLES IN SCHEMA "hr"');
  await expect(sql).not.toContainText('INSERT');
  const script = (await sql.innerText()).replaceAll('Nora', `nora_${Date.now()}`);
  expect(postgres.sql(`begin;\n${script}\nrollback;`), 'PostgreSQL takes it').toBe('');
});

test('the NextTables IP and the set-up SQL can be copied', async ({ admin, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const panel = await Panel.open(admin);
  await panel.dialog.getByRole('button', { name: 'Copy the NextTables IP' }).click();
  await expect.poll(() => admin.evaluate(() => navigator.clipboard.readText())).toBe('203.0.113.7');
  await panel.field('Type').selectOption('PostgreSQL');
  await panel.dialog.getByText('Set-up SQL', { exact: true }).click();
  await panel.dialog.getByRole('button', { name: 'Copy the set-up SQL' }).click();
  await expect.poll(() => admin.evaluate(() => navigator.clipboard.readText())).toContain('CREATE ROLE');
});

test('a button does not say Copied where the browser did not let it', async ({ admin }) => {
  await admin.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  const panel = await Panel.open(admin);
  const button = panel.dialog.getByRole('button', { name: 'Copy the NextTables IP' });
  await button.click();
  await expect(button.getByRole('status')).toHaveText('Not allowed');
});

test('the stages show which is running, and the test can be cancelled', async ({ admin, calls, flaws, postgres, unique }) => {
  flaws.expect(/request failed: .*connection\/connect.* net::ERR_ABORTED/);
  const silent = await Silent.start();
  const right = values(`Patient ${unique}`, postgres, postgres.writer());
  const typed = { ...right, Port: String(silent.port) };
  const panel = await Panel.open(admin);
  await panel.fill(typed);
  await panel.submit.click();
  const stages = panel.dialog.getByRole('region', { name: 'Connection test' }).getByRole('listitem');
  await expect(stages.filter({ hasText: 'Reach the port' })).toContainText('passed');
  await expect(stages.filter({ hasText: 'Ask for TLS' })).toHaveAttribute('aria-current', 'step');
  await expect(stages.filter({ hasText: 'Sign in' })).toContainText('waiting');
  await expect(panel.field('Host')).toBeDisabled();
  await panel.dialog.getByRole('button', { name: 'Cancel test' }).click();
  await silent.isLeft();
  await calls.expectCancelled(right.Name);
  await panel.expectValues(typed);
  await expect(panel.dialog.getByRole('alert')).toHaveCount(0);
  await panel.field('Port').fill(right.Port);
  await panel.submit.click();
  await panel.expectConnected(right.Name);
  await expect(row(admin, right.Name)).toHaveCount(1);
  silent.stop();
});

test('leaving the page by the history cancels the test', async ({ admin, calls, flaws, postgres, unique }) => {
  flaws.expect(/request failed: .*connection\/connect.* net::ERR_ABORTED/);
  const silent = await Silent.start();
  await admin.goto('/administration');
  const link = admin.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Databases' });
  await link.click();
  await admin.getByRole('button', { name: 'Connect database' }).click();
  const panel = new Panel(admin);
  const name = `Left alone ${unique}`;
  await panel.fill({ ...values(name, postgres, postgres.writer()), Port: String(silent.port) });
  await panel.submit.click();
  await expect(panel.dialog.getByRole('listitem').filter({ hasText: 'Ask for TLS' })).toHaveAttribute('aria-current', 'step');
  await admin.goBack();
  await expect(panel.dialog).toBeHidden();
  await silent.isLeft();
  await calls.expectCancelled(name);
  silent.stop();
});

test('what a test warns about is told, and stays in the list', async ({ admin, postgres, unique }) => {
  const name = `Mighty ${unique}`;
  const role = postgres.writer();
  postgres.sql(`alter role "${role.username}" createdb`);
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.expectConnected(name);
  await expect(admin.getByRole('status').filter({ hasText: `${name} is connected, with 1 warning` })).toBeVisible();
  await row(admin, name).getByText('1 warning', { exact: true }).click();
  await expect(row(admin, name)).toContainText(`The role ${role.username} may create databases.`);
  await choose(admin, name, 'Test again');
  const again = new Panel(admin, `Test ${name}`, 'Test again');
  await expect(again.dialog.getByText(`ALTER ROLE "${role.username}" NOCREATEDB;`)).toBeVisible();
});

test('a server that never answers ends in time, with the IP to allowlist', async ({ admin, postgres, unique }) => {
  const silent = await Silent.start();
  const panel = await Panel.open(admin);
  await panel.fill({ ...values(`Mute ${unique}`, postgres, postgres.writer()), Port: String(silent.port) });
  await panel.submit.click();
  await panel.expectFailure('timed_out', /did not answer in time/, /Allowlist the NextTables IP \(203\.0\.113\.7\)/);
  await panel.expectShown('Host', /did not answer in time/);
  silent.stop();
});

test('the panel closes by Cancel and by Escape, and opens empty again', async ({ admin }) => {
  const panel = await Panel.open(admin);
  await panel.field('Name').fill('Forgotten');
  await panel.dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(panel.dialog).toBeHidden();
  const open = admin.getByRole('button', { name: 'Connect database' });
  await expect(open).toBeFocused();
  await admin.keyboard.press('Enter');
  await expect(panel.field('Name')).toHaveValue('');
  await admin.keyboard.press('Escape');
  await expect(panel.dialog).toBeHidden();
});

async function paste(page: Page, field: Locator, text: string, permit: () => Promise<void>): Promise<void> {
  await permit();
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await field.focus();
  await page.keyboard.press('ControlOrMeta+V');
}
