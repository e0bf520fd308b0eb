// TLS that is not trusted by itself: the certificate is shown, and exactly it can be trusted.
import { expect, test } from '../../fixtures/test';
import { Panel, choose, row, values } from '../../fixtures/panel';
import { Postgres } from '../../fixtures/postgres';

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
  await panel.expectMarked('CA certificate', /is not signed/);
  await panel.field('CA certificate').fill(privatePostgres.authority('private'));
  await panel.submit.click();
  await panel.expectConnected(name);
});

test('a certificate for another host says for which', async ({ admin, otherHostPostgres, unique }) => {
  const name = `Elsewhere ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, otherHostPostgres, otherHostPostgres.writer()));
  await panel.submit.click();
  await panel.expectFailure('certificate_wrong_host', /valid for db\.elsewhere\.example/, /name that stands in the certificate/);
  await panel.expectMarked('Host', /is not for the host localhost/);
  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await panel.submit.click();
  await panel.expectConnected(name);
});

test('a certificate that has expired says since when', async ({ admin, expiredPostgres, unique }) => {
  const panel = await Panel.open(admin);
  await panel.fill(values(`Expired ${unique}`, expiredPostgres, expiredPostgres.writer()));
  await panel.submit.click();
  await panel.expectFailure('certificate_expired', /until 2020-01-01/, /renew/);
  await panel.expectMarked('CA certificate', /not valid today/);
});

test('a certificate that changed after it was trusted is refused and shown', async ({ admin, unique }) => {
  const postgres = await Postgres.start('private');
  const name = `Renewed ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, postgres.writer()));
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
  await test.dialog.getByRole('button', { name: 'Close' }).first().click();
  await expect(row(admin, name)).toContainText('Fails');
  await postgres.stop();
});

const digits = (text: string) => text.toLowerCase().replaceAll(/[^0-9a-z]/g, '');
