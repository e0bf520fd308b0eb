// The first start without an administrator: the one-time link from the console.
import { expect, test } from '../../fixtures/test';
import { Product } from '../../fixtures/product';

test('the link creates the first administrator, who finds an empty list of databases', async ({ page, flaws }) => {
  flaws.expect(/status of 422/);
  const { product, link } = await Product.startUnset();
  await page.goto(product.url);
  await expect(page.getByRole('heading', { name: 'NextTables is not set up yet' })).toBeVisible();
  await page.goto(link);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByLabel('Password').fill('too short');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace');
  await page.getByLabel('Password').fill('Notes-by-the-translator');
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Administration' }).click();
  await page.getByRole('link', { name: 'Databases' }).click();
  await expect(page.getByRole('heading', { name: 'No database connected yet' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect database' })).toBeVisible();
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page, 'the link works once').toHaveURL(/\/sign-in$/);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await product.stop();
});
