// The user's guide, step by step as it is written.
import { expect, test } from '../../fixtures/test';
import { Panel, row } from '../../fixtures/panel';
import { egressIp } from '../../fixtures/product';

test('the guide can be walked from the avatar to a connected database', async ({ admin: page, postgres, unique }) => {
  const name = `My PostgreSQL Connection ${unique}`;
  const role = await test.step('1) Create a login role scoped to your schema', async () => postgres.writer());

  await test.step('2) Open the Databases area', async () => {
    await page.goto('/');
    await page.getByRole('banner').getByRole('button').last().click();
    await page.getByRole('menuitem', { name: 'Administration' }).click();
    const sidebar = page.getByRole('navigation', { name: 'Administration' });
    await sidebar.getByRole('link', { name: 'Databases' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Databases' })).toBeVisible();
  });

  const panel = await test.step('3) Start a new database connection', async () => {
    await page.getByRole('button', { name: 'Connect database' }).click();
    const panel = new Panel(page);
    await expect(panel.dialog).toBeVisible();
    const note = panel.dialog.getByRole('note', { name: 'NextTables IP' });
    await expect(note).toContainText('You may need to allowlist the NextTables IP in your data platform or network.');
    await expect(note).toContainText(egressIp);
    await expect(panel.field('Host')).toBeDisabled();
    await expect(panel.field('Password')).toBeDisabled();
    const basics = panel.dialog.getByRole('group', { name: 'Basic info' });
    await basics.getByLabel('Name', { exact: true }).fill(name);
    await basics.getByLabel('Type').selectOption('PostgreSQL');
    return panel;
  });

  await test.step('4) Set the folder scope', async () => {
    await expect(panel.field('Mapped folders')).toBeEnabled();
    await expect(panel.dialog.getByRole('listitem').filter({ hasText: 'Site (all folders)' })).toBeVisible();
  });

  await test.step('5) Enter the connection details', async () => {
    const details = panel.dialog.getByRole('group', { name: 'Connection details' });
    await expect(details.getByLabel('Port')).toHaveValue('5432');
    await details.getByLabel('Instance name').fill('company');
    await details.getByLabel('Host').fill('localhost');
    await details.getByLabel('Port').fill(String(postgres.port));
    await details.getByLabel('Schema').fill('hr');
    await expect(details.getByLabel('Read-only connection')).not.toBeChecked();
    const authentication = panel.dialog.getByRole('group', { name: 'Authentication' });
    await authentication.getByLabel('Username').fill(role.username);
    await authentication.getByLabel('Password').fill(role.password);
  });

  await test.step('6) Connect and confirm', async () => {
    await panel.submit.click();
    await panel.expectConnected(name);
    await expect(row(page, name)).toContainText('PostgreSQL');
    await expect(row(page, name)).toContainText('localhost / company / hr');
    await expect(row(page, name)).toContainText('Site (all folders)');
    await expect(row(page, name)).toContainText('Works');
    await page.reload();
    await expect(row(page, name), 'it is stored').toBeVisible();
  });
});
