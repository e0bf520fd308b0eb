// TLS that is not trusted by itself: the certificate is shown, and exactly it can be trusted.
import { expect, test } from '../../fixtures/test';
import { Panel, choose, row, values } from '../../fixtures/panel';
import { Postgres } from '../../fixtures/postgres';
import type { Page } from '@playwright/test';

test('an untrusted certificate is shown, and can be trusted', async ({ admin, privatePostgres, unique }) => {
  const typed = values(`Pinned ${unique}`, privatePostgres, privatePostgres.writer());
  const panel = await Panel.open(admin);
  await panel.fill(typed);
  await panel.submit.click();
  await panel.expectFailure('certificate_untrusted', /is not signed by an authority/, /Trust this certificate/);
  const shown = panel.dialog.getByRole('region', { name: 'Certificate of the server' });
  await expect(shown).toContainText('NextTables test server');
  await expect(shown).toContainText('NextTables private authority');
  await expect(shown).toContainText('localhost, 127.0.0.1');
  await expect(shown).toContainText('2099-01-01');
  expect(digits(await shown.innerText())).toContain(digits(privatePostgres.fingerprint));
  await shown.getByRole('button', { name: 'Trust this certificate' }).click();
  await expect(panel.dialog.getByRole('note', { name: 'Trusted certificate' })).toBeVisible();
  await panel.expectValues(typed);
  await panel.submit.click();
  await panel.expectConnected(typed.Name);
});

test('a pasted CA certificate vouches for the server', async ({ admin, privatePostgres, unique }) => {
  const name = `Own authority ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, privatePostgres, privatePostgres.writer()));
  await panel.dialog.getByText('Server certificate', { exact: true }).click();
  await panel.field('CA certificate').fill(privatePostgres.authority('public'));
  await panel.submit.click();
  await panel.expectFailure('certificate_untrusted', /is not signed by the CA certificate that was pasted/, /Paste the CA/);
  await panel.expectShown('CA certificate', /is not signed/);
  await panel.field('CA certificate').fill(privatePostgres.authority('private'));
  await panel.submit.click();
  await panel.expectConnected(name);
});

test('a pasted CA is not forgotten while one certificate is trusted instead', async ({ admin, privatePostgres, unique }) => {
  const name = `Two minds ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, privatePostgres, privatePostgres.writer()));
  await panel.dialog.getByText('Server certificate', { exact: true }).click();
  const pem = privatePostgres.authority('public');
  await panel.field('CA certificate').fill(pem);
  await panel.submit.click();
  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await panel.dialog.getByRole('button', { name: 'Stop trusting this certificate' }).click();
  await expect(panel.field('CA certificate')).toHaveValue(pem);
  await panel.submit.click();
  await panel.expectFailure('certificate_untrusted', /is not signed by the CA certificate that was pasted/, /Paste the CA/);
});

test('a certificate for another host says for which', async ({ admin, otherHostPostgres, unique }) => {
  const name = `Elsewhere ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, otherHostPostgres, otherHostPostgres.writer()));
  await panel.submit.click();
  await panel.expectFailure('certificate_wrong_host', /valid for db\.elsewhere\.example/, /name that stands in the certificate/);
  await panel.expectShown('Host', /is not for the host localhost/);
  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await panel.submit.click();
  await panel.expectConnected(name);
});

test('a certificate that has expired says since when', async ({ admin, expiredPostgres, unique }) => {
  const panel = await Panel.open(admin);
  await panel.fill(values(`Expired ${unique}`, expiredPostgres, expiredPostgres.writer()));
  await panel.submit.click();
  await panel.expectFailure('certificate_expired', /until 2020-01-01/, /renew/);
  await panel.expectShown('CA certificate', /not valid today/);
});

test('a certificate that changed after it was trusted is refused and shown', async ({ admin, unique }) => {
  const postgres = await Postgres.start('private');
  const name = `Renewed ${unique}`;
  const panel = await Panel.open(admin);
  const role = postgres.writer();
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await panel.submit.click();
  await panel.expectConnected(name);
  await postgres.renew('good');
  await choose(admin, name, 'Test again');
  const test = new Panel(admin, `Test ${name}`, 'Test again');
  await test.expectFailure('certificate_changed', /another certificate than the one that was trusted/, /intercepting/);
  const shown = test.dialog.getByRole('region', { name: 'Certificate of the server' });
  expect(digits(await shown.innerText())).toContain(digits(postgres.fingerprint));
  await expect(row(admin, name)).toContainText('Fails');
  await shown.getByRole('button', { name: 'Trust this certificate' }).click();
  await trustAgain(admin, name, role.password, postgres.fingerprint);
  await expect(row(admin, name)).toContainText('Works');
  await postgres.stop();
});

test('a changed certificate is trusted again where a password was to be changed', async ({ admin, unique }) => {
  const postgres = await Postgres.start('private');
  const name = `Rotated ${unique}`;
  const role = postgres.writer();
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await panel.submit.click();
  await panel.expectConnected(name);
  await postgres.renew('good');
  await choose(admin, name, 'Change password');
  const change = new Panel(admin, `Change password of ${name}`, 'Change password');
  await change.field('Password').fill(role.password);
  await change.submit.click();
  await change.expectFailure('certificate_changed', /another certificate/, /intercepting/);
  await change.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await trustAgain(admin, name, role.password, postgres.fingerprint);
  await postgres.stop();
});

/** The form opens with the new certificate, asks for the password and stores both. */
async function trustAgain(page: Page, name: string, password: string, fingerprint: string): Promise<void> {
  const edit = new Panel(page, `Edit ${name}`, 'Save');
  await expect(edit.dialog).toBeVisible();
  const trusted = edit.dialog.getByRole('note', { name: 'Trusted certificate' });
  await expect(trusted).toBeVisible();
  expect(digits(await trusted.innerText())).toContain(digits(fingerprint));
  await expect(edit.field('Password')).toBeFocused();
  await expect(edit.dialog.getByText('Enter the password again')).toBeVisible();
  await edit.field('Password').fill(password);
  await edit.submit.click();
  await expect(edit.dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: `${name} is saved` })).toBeVisible();
}

const digits = (text: string) => text.toLowerCase().replaceAll(/[^0-9a-z]/g, '');
