// A million rows: scrolled through without a blank area, and how long a frame takes.
//
// A line is blank when no row is drawn there: that must never be. A row waits while its values are
// on their way from the server: how often, depends on the machine and is printed. Once the
// scrolling rests, no row waits any more, and each is the one that belongs there.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Page } from '@playwright/test';

interface Seen {
  frames: number[];
  /** Lines without a row, in all frames. */
  blank: number;
  /** Lines with a row whose values are not there yet, in all frames. */
  waiting: number;
  /** All lines, in all frames. */
  lines: number;
}

/** Scrolls with the wheel or the bar, one step a frame, and looks at each frame what is drawn. */
function scroll(page: Page, steps: { by?: number; to?: number }[]): Promise<Seen> {
  return page.evaluate(async (steps) => {
    const grid = document.querySelector('[role=grid]')!;
    let frame = grid.parentElement!;
    while (frame.scrollHeight <= frame.clientHeight || getComputedStyle(frame).overflowY !== 'auto') frame = frame.parentElement!;
    const next = () => new Promise<number>((done) => requestAnimationFrame(done));
    const frames: number[] = [];
    let [blank, waiting, lines] = [0, 0, 0];
    let before = await next();
    for (const step of steps) {
      if (step.to !== undefined) frame.scrollTop = step.to * (frame.scrollHeight - frame.clientHeight);
      else frame.scrollTop += step.by!;
      const now = await next();
      frames.push(now - before);
      before = now;
      // After the frame's own work, every line of the view has a row.
      const { left, top, bottom } = frame.getBoundingClientRect();
      for (let y = top + 60; y < bottom - 20; y += 32) {
        const row = document.elementFromPoint(left + 10, y)?.closest('[role=row]');
        lines += 1;
        if (!row) blank += 1;
        else if (![...row.querySelectorAll('[role=gridcell]')].every((cell) => cell.textContent)) waiting += 1;
      }
    }
    return { frames, blank, waiting, lines };
  }, steps);
}

function told(name: string, { frames, waiting, lines }: Seen): string {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  return `${name}: ${frames.length} frames, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, worst ${at(1)} ms; ${waiting} of ${lines} lines waited`;
}

/** Every line in sight has its own row with its values. */
async function settled(grid: Grid): Promise<void> {
  await expect.poll(async () => {
    const texts = await grid.element.getByRole('row').filter({ has: grid.page.getByRole('gridcell') }).allInnerTexts();
    return texts.length > 10 && texts.every((text) => {
      const [number, id] = text.split(/\s+/);
      return number!.replaceAll(',', '') === id;
    });
  }).toBe(true);
}

test('a million rows are scrolled through without a blank area', async ({ admin: page, calls, postgres, unique }) => {
  test.setTimeout(240_000);
  const schema = Schema.make(postgres, unique,
    `create table big (id int primary key, name text not null, amount numeric(12,2), day date, note text)`,
    `insert into big select n, 'Row ' || n, n * 1.01, date '2000-01-01' + n % 9000, md5(n::text) from generate_series(1, 1000000) n`,
    `analyze big`);
  const { tables: [table] } = await schema.tables(calls, unique, 'big');
  const began = Date.now();
  const grid = await Grid.open(page, table!);
  await grid.expectCell(1, 'name', 'Row 1');
  console.log(`first rows after ${Date.now() - began} ms`);
  await expect(grid.bar).toContainText('1,000,000 rows');

  const wheel = await scroll(page, Array.from({ length: 150 }, () => ({ by: 100 })));
  console.log(told('wheel', wheel));
  expect(wheel.blank, 'blank lines').toBe(0);
  await settled(grid);

  const bar = await scroll(page, Array.from({ length: 60 }, (_, at) => ({ to: (at + 1) / 60 })));
  console.log(told('scroll bar', bar));
  expect(bar.blank, 'blank lines').toBe(0);
  await settled(grid);
  await expect(grid.element.getByText('Row 1000000', { exact: true })).toBeVisible({ timeout: 30_000 });

  const jump = Date.now();
  await scroll(page, [{ to: 0.5 }]);
  await expect(grid.element.getByText(/^Row 5000\d\d$/).first()).toBeVisible({ timeout: 30_000 });
  console.log(`middle of the table after ${Date.now() - jump} ms`);

  await grid.element.focus();
  await page.keyboard.press('Control+End');
  await expect(grid.element.getByText('Row 1000000', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+Home');
  await grid.expectCell(1, 'name', 'Row 1');
});
