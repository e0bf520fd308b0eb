// A million rows: scrolled through without a blank area, and how long a frame takes.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Page } from '@playwright/test';

/** Scrolls with the wheel or the bar, one step a frame, and looks at each frame what is drawn. */
function scroll(page: Page, steps: { by?: number; to?: number }[]): Promise<{ frames: number[]; blank: number }> {
  return page.evaluate(async (steps) => {
    const grid = document.querySelector('[role=grid]')!;
    let frame = grid.parentElement!;
    while (frame.scrollHeight <= frame.clientHeight || getComputedStyle(frame).overflowY !== 'auto') frame = frame.parentElement!;
    const next = () => new Promise<number>((done) => requestAnimationFrame(done));
    const frames: number[] = [];
    let blank = 0;
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
        if (!document.elementFromPoint(left + 10, y)?.closest('[role=row]')) blank += 1;
      }
    }
    return { frames, blank };
  }, steps);
}

function told(name: string, frames: number[]): string {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  return `${name}: ${frames.length} frames, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, worst ${at(1)} ms`;
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
  console.log(told('wheel', wheel.frames));
  expect(wheel.blank, 'blank lines').toBe(0);

  const bar = await scroll(page, Array.from({ length: 60 }, (_, at) => ({ to: (at + 1) / 60 })));
  console.log(told('scroll bar', bar.frames));
  expect(bar.blank, 'blank lines').toBe(0);
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
