// What the guide says of places: the button top right, the panel on the right, the order of its fields.
import { expect, test } from '../../fixtures/test';
import { Panel } from '../../fixtures/panel';
import type { Locator } from '@playwright/test';

test('the panel stands on the right, in the order and with the words of the guide', async ({ admin }) => {
  const panel = await Panel.open(admin);
  const words = panel.dialog.locator('legend, label').filter({ visible: true });
  await expect(words).toHaveText([
    'Basic info', 'Name', 'Type',
    'Mapped folders',
    'Connection details', 'Instance name', 'Host', 'Port', 'Schema', 'Read-only connection',
    'Authentication', 'Username', 'Password',
  ]);
  const [page, sheet] = [await box(admin.getByRole('banner')), await box(panel.dialog)];
  expect(sheet.right, 'at the right edge').toBeCloseTo(page.right, 0);
  expect(sheet.left, 'in the right half').toBeGreaterThan((page.left + page.right) / 2);
  const title = await box(panel.dialog.getByRole('heading', { level: 2 }));
  let above = await box(panel.dialog.getByRole('note', { name: 'NextTables IP' }));
  expect(above.top, 'the note comes first below the title').toBeGreaterThanOrEqual(title.bottom);
  for (const word of await words.all()) {
    const below = await box(word);
    expect(below.top, `${await word.textContent()} is below what comes before`).toBeGreaterThanOrEqual(above.bottom);
    above = below;
  }
  await panel.field('Password').scrollIntoViewIfNeeded();
  const [submit, password] = [await box(panel.submit), await box(panel.field('Password'))];
  expect(submit.top, 'the button ends it').toBeGreaterThanOrEqual(password.bottom);
});

test('Connect database is in the top-right corner of the page', async ({ admin }) => {
  await admin.goto('/administration/databases');
  const main = await box(admin.getByRole('main'));
  const title = await box(admin.getByRole('heading', { level: 1, name: 'Databases' }));
  const button = await box(admin.getByRole('button', { name: 'Connect database' }));
  expect(button.left).toBeGreaterThan((main.left + main.right) / 2);
  expect(main.right - button.right, 'at the right edge').toBeLessThan(64);
  expect(button.top - main.top, 'at the top edge').toBeLessThan(64);
  expect(button.top, 'beside the title').toBeLessThan(title.bottom);
  expect(button.bottom).toBeGreaterThan(title.top);
});

/** Where something is seen on the screen. */
async function box(place: Locator): Promise<{ left: number; right: number; top: number; bottom: number }> {
  const found = await place.boundingBox();
  if (!found) throw new Error('it is not seen');
  const { x, y, width, height } = found;
  return { left: x, right: x + width, top: y, bottom: y + height };
}
