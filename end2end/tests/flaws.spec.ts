// What the browsers complain about comes to the test, whichever of them it is.
import { expect, test } from '../fixtures/test';

test('what any browser of a test complains about is found', async ({ page, flaws, newBrowser, other }) => {
  const pages = [page, await (await newBrowser()).newPage(), await other('Grace')];
  for (const [number, page] of pages.entries()) {
    await page.goto('/sign-in');
    await page.evaluate((number) => console.error(`complaint ${number}`), number);
  }
  for (const number of pages.keys()) {
    await expect.poll(() => flaws.unexpected.join('\n')).toContain(`console error: complaint ${number} `);
  }
  flaws.expect(/console error: complaint/);
});
