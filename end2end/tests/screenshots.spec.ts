// The pictures in the README. All are always taken; when NEXTTABLES_SCREENSHOTS is set, those that
// the README shows are kept in end2end/screenshots. A test run leaves the sources as they are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/test';
import { Calls } from '../fixtures/calls';
import { Panel, values } from '../fixtures/panel';
import { Product } from '../fixtures/product';

const wide = { width: 1280, height: 900 };
const narrow = { width: 390, height: 844 };
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

function place(file: string): string {
  const kept = process.env.NEXTTABLES_SCREENSHOTS && readme.includes(`end2end/screenshots/${file}`);
  return kept ? join(import.meta.dirname, '../screenshots', file) : test.info().outputPath(file);
}

async function take(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, viewport] of Object.entries({ wide, narrow })) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await page.screenshot({ path: place(`${name}-${colorScheme}-${width}.png`), animations: 'disabled', caret: 'hide' });
    }
  }
}

test('home, panel, failing test, list, folder, grid', async ({ context, page, postgres, privatePostgres }) => {
  const product = await Product.start();
  const calls = new Calls(context.request, product);
  await calls.signIn(product.administrator);
  const people = await calls.folder('Human resources');
  await calls.folder('Payroll', people.id);
  await calls.folder('Recruiting', people.id);
  await calls.folder('Finance');

  await page.goto(product.url);
  await expect(page.getByRole('link', { name: 'Payroll' })).toBeVisible();
  await take(page, 'home');

  await page.goto(`${product.url}/administration/databases`);
  const panel = new Panel(page);
  await page.getByRole('button', { name: 'Connect database' }).click();
  await panel.fill({ Name: 'Personnel', 'Instance name': 'company', Host: 'db.example.com', Schema: 'hr', Username: 'nexttables_hr' });
  await panel.field('Name').focus();
  await take(page, 'connect');

  await panel.fill(values('Personnel', privatePostgres, privatePostgres.writer()));
  await panel.submit.click();
  await panel.expectFailure('certificate_untrusted', /is not signed/, /Trust this certificate/);
  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).scrollIntoViewIfNeeded();
  await take(page, 'certificate');

  await panel.dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await panel.submit.click();
  await panel.expectConnected('Personnel');
  await page.getByRole('button', { name: 'Connect database' }).click();
  await panel.fill(values('Cost accounting (read-only)', postgres, postgres.reader()));
  await panel.field('Read-only connection').check();
  await panel.submit.click();
  await panel.expectConnected('Cost accounting (read-only)');
  await take(page, 'databases');

  const [personnel] = await calls.call<{ id: string; name: string }[]>('connection/list', {})
    .then((all) => all.filter((one) => one.name === 'Personnel'));
  const place = { folder: people.id, connection: personnel!.id, names: ['absence', 'department', 'employee'] };
  const tables = await calls.call<{ id: string; name: string }[]>('table/connect', place);
  await page.goto(`${product.url}/folders/${people.id}`);
  await expect(page.getByRole('link', { name: 'employee' })).toBeVisible();
  await take(page, 'folder');

  await page.setViewportSize(wide);
  await page.goto(`${product.url}/tables/${tables.find((table) => table.name === 'employee')!.id}`);
  await page.getByRole('gridcell', { name: 'Cordes' }).first().click();
  await page.keyboard.type('Cordes-Engel');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Save' })).toBeEnabled();
  await take(page, 'grid');
  await product.stop();
});
