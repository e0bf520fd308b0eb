// Signing in and out in a browser that runs no script.
import { expect, test } from '../../fixtures/test';

test.beforeEach(({ flaws }) => {
  // The browser says of each script that it does not run it.
  flaws.expect(/request failed: .*\/pkg\/nexttables\.\w+\.js csp/);
});

test('one signs in and out without a script', async ({ page, product }) => {
  await page.goto('/');
  await page.getByLabel('Email').fill(product.administrator.email);
  await page.getByLabel('Password').fill(product.administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('a refusal is shown without a script', async ({ page, flaws }) => {
  flaws.expect(/status of 401/);
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('somebody@example.com');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue('somebody@example.com');
});
