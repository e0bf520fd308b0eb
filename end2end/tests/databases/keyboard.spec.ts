// The guide with the keyboard alone.
import { expect, test } from '../../fixtures/test';
import { Panel, values, type Values } from '../../fixtures/panel';
import { closedPort } from '../../fixtures/postgres';
import type { Locator, Page } from '@playwright/test';

test('a database is connected without a pointer', async ({ admin: page, postgres, unique }) => {
  const typed = values(`By keyboard ${unique}`, postgres, postgres.writer());
  await page.goto('/');
  await tabTo(page, page.getByRole('banner').getByRole('button').last());
  await page.keyboard.press('Enter');
  const administration = page.getByRole('menuitem', { name: 'Administration' });
  await expect(administration).toBeVisible();
  await tabTo(page, administration);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/administration');
  await tabTo(page, page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Databases' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/administration/databases');
  await tabTo(page, page.getByRole('button', { name: 'Connect database' }));
  await page.keyboard.press('Enter');
  const panel = new Panel(page);
  await expect(panel.dialog).toBeVisible();
  const button = (name: string) => panel.dialog.getByRole('button', { name, exact: true });
  const write = async (label: keyof Values) => {
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(typed[label]);
  };
  const order: [Locator, (() => Promise<void>)?][] = [
    [panel.field('Type'), async () => {
      await page.keyboard.type('Post');
      await expect(panel.field('Host')).toBeEnabled();
    }],
    [button('Remove Site (all folders)')],
    [panel.field('Mapped folders')],
    [panel.field('Instance name'), () => write('Instance name')],
    [panel.field('Host'), () => write('Host')],
    [panel.field('Port'), () => write('Port')],
    [panel.field('Schema'), () => write('Schema')],
    [panel.field('Read-only connection')],
    [panel.dialog.getByText('Server certificate', { exact: true })],
    [panel.field('Username'), () => write('Username')],
    [panel.field('Password'), () => write('Password')],
    [button('Show')],
    [panel.dialog.getByText('Set-up SQL', { exact: true })],
    [button('Cancel')],
    [panel.submit],
  ];
  await expect(panel.field('Name'), 'it opens at its first field').toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(button('Copy the NextTables IP')).toBeFocused();
  await page.keyboard.press('Tab');
  await write('Name');
  for (const [stop, act] of order) {
    await page.keyboard.press('Tab');
    await expect(stop, 'it comes with one Tab').toBeFocused();
    await act?.();
  }
  await page.keyboard.press('Enter');
  await panel.expectConnected(typed.Name);
  await expect(page.getByRole('button', { name: 'Connect database' })).toBeFocused();
});

test('a failed test leads back to the field, and the certificate is trusted without a pointer', async ({ admin: page, privatePostgres, unique }) => {
  const typed = values(`Trusted by keyboard ${unique}`, privatePostgres, privatePostgres.writer());
  const panel = await Panel.open(page);
  await panel.fill({ ...typed, Port: String(await closedPort()) });
  await panel.field('Password').focus();
  await page.keyboard.press('Enter');
  await panel.expectFailure('connection_refused', /Nothing accepts connections/, /Check that the host and port/);
  await expect(panel.field('Port')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(typed.Port);
  await page.keyboard.press('Enter');
  await panel.expectFailure('certificate_untrusted', /is not signed by an authority/, /Trust this certificate/);
  await tabTo(page, panel.dialog.getByRole('button', { name: 'Trust this certificate' }));
  await page.keyboard.press('Enter');
  await expect(panel.dialog.getByRole('note', { name: 'Trusted certificate' })).toBeVisible();
  await tabTo(page, panel.submit);
  await page.keyboard.press('Enter');
  await panel.expectConnected(typed.Name);
});

test('a menu is walked with the arrow keys', async ({ admin: page }) => {
  await page.goto('/');
  const avatar = page.getByRole('banner').getByRole('button').last();
  await avatar.focus();
  await page.keyboard.press('Enter');
  const items = page.getByRole('menu').getByRole('menuitem');
  await expect(items.first()).toBeVisible();
  await tabTo(page, items.first());
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(items.first()).toBeHidden();
  await expect(avatar).toBeFocused();
});

/** Presses Tab until an element has the focus; fails when that would lead around the page's end. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  while (!(await target.evaluate((element) => element === document.activeElement))) {
    const before = await page.evaluateHandle(() => document.activeElement ?? document.body);
    await page.keyboard.press('Tab');
    const onward = await before.evaluate((before) => {
      const now = document.activeElement ?? document.body;
      return (before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    });
    expect(onward, `Tab leads on, down to ${target}`).toBe(true);
  }
}
