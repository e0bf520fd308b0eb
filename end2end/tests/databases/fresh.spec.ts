// The list stays fresh while one looks at it.
import { expect, test } from '../../fixtures/test';
import { Panel, row, values } from '../../fixtures/panel';
import type { Page } from '@playwright/test';
import type { Calls } from '../../fixtures/calls';

/** Longer than the page waits before it asks again. */
const later = 31_000;

async function testAgain(calls: Calls, name: string): Promise<void> {
  const all = await calls.call<{ id: string; name: string }[]>('connection/list', {});
  const id = all.find((connection) => connection.name === name)?.id;
  const events = await calls.raw('connection/test', { id });
  expect(await events.text()).toContain('role_cannot_login');
}

const menu = (page: Page) => page.getByRole('menuitem', { name: 'Test again', exact: true });

test('health becomes fresh by itself, and an open menu stays open', async ({ admin, calls, postgres, unique }) => {
  await admin.clock.install();
  const name = `Watched ${unique}`;
  const role = postgres.writer();
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.expectConnected(name);
  await admin.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
  await expect(menu(admin)).toBeVisible();
  await menu(admin).focus();
  postgres.sql(`alter role ${role.username} nologin`);
  await testAgain(calls, name);
  await expect(row(admin, name)).toContainText('Works');
  await admin.clock.fastForward(later);
  await expect(row(admin, name)).toContainText('Fails');
  await expect(menu(admin)).toBeFocused();
});

test('what was known stays while the server cannot be reached', async ({ admin, calls, context, flaws, postgres, unique }) => {
  flaws.expect(/ERR_INTERNET_DISCONNECTED/);
  await admin.clock.install();
  const name = `Remembered ${unique}`;
  const role = postgres.writer();
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.expectConnected(name);
  postgres.sql(`alter role ${role.username} nologin`);
  await testAgain(calls, name);
  await context.setOffline(true);
  const asked = admin.waitForEvent('requestfailed', (request) => request.url().endsWith('/connection/list'));
  await admin.clock.fastForward(later);
  await asked;
  await expect(row(admin, name)).toContainText('Works');
  await context.setOffline(false);
  await admin.clock.fastForward(later);
  await expect(row(admin, name)).toContainText('Fails');
});
