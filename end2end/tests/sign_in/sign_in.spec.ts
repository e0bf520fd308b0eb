// Signing in.
import { expect, test } from '../../fixtures/test';
import type { Page } from '@playwright/test';

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('one is led to the page that one asked for', async ({ page, product }) => {
  await page.goto('/administration/users');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await signIn(page, product.administrator.email, product.administrator.password);
  await expect(page).toHaveURL(/\/administration\/users$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
});

test('a wrong password and an unknown person get the same answer', async ({ page, calls, flaws, unique }) => {
  flaws.expect(/status of 401/);
  const person = await calls.user(`Known ${unique}`, []);
  const answers: string[] = [];
  for (const email of [person.email, `unknown.${unique}@example.com`]) {
    await page.goto('/sign-in');
    await signIn(page, email, 'not the password');
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    answers.push(await page.getByRole('alert').innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test('guessing is slowed down', async ({ page, calls, flaws, unique }) => {
  flaws.expect(/status of (401|429)/);
  const person = await calls.user(`Guessed ${unique}`, []);
  await page.goto('/sign-in');
  const slowed = page.getByRole('alert').filter({ hasText: 'Too many failed sign-ins' });
  await expect(async () => {
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await signIn(page, person.email, 'not the password');
    await (await answered).finished();
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(slowed).toBeVisible({ timeout: 1 });
  }).toPass();
  await signIn(page, person.email, person.password);
  await expect(page.getByRole('alert'), 'even the right one').toContainText('Too many failed sign-ins');
});

test('the cookie is out of reach of scripts and other sites', async ({ page, context, product }) => {
  await page.goto('/sign-in');
  await signIn(page, product.administrator.email, product.administrator.password);
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome' })).toBeVisible();
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('a request from another site is refused', async ({ playwright, product }) => {
  const request = await playwright.request.newContext();
  const response = await request.post(`${product.url}/sign-in`, {
    form: { email: product.administrator.email, password: product.administrator.password, next: '' },
    headers: { origin: 'https://evil.example' },
    maxRedirects: 0,
  });
  expect(response.status()).toBe(403);
  await request.dispose();
});
