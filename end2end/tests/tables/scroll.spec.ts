// A million rows: scrolled through without a blank area, and how long a frame takes.
//
// A line is blank when no row is drawn there: that must never be. A row waits while its values are
// on their way from the server. Who reads on at the pace of the answers meets no row that waits. Who
// is faster sees rows wait, how many depends on the machine and is printed; but a view in which all
// rows wait has asked for them, and with the wheel most views have rows to read. Once the scrolling
// rests, no row waits any more, and each is the one that belongs there.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Page } from '@playwright/test';

interface Step {
  by?: number;
  to?: number;
  /** Before the next step, every question for rows is answered. */
  rest?: boolean;
}

interface Seen {
  frames: number[];
  /** Lines without a row, in all frames. */
  blank: number;
  /** Lines with a row whose values are not there yet, in all frames. */
  waiting: number;
  /** All lines, in all frames. */
  lines: number;
  /** Frames in which no line has its values. */
  empty: number;
  /** The most of these in a row while nothing was asked for. */
  forgotten: number;
}

/** Keeps count, in the page, of the questions for rows that are not answered yet. */
async function countQuestions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const ask = window.fetch.bind(window);
    const count = Object.assign(window, { questions: 0 });
    window.fetch = async (...question) => {
      const url = question[0] instanceof Request ? question[0].url : String(question[0]);
      if (!url.endsWith('/api/row/page')) return ask(...question);
      count.questions += 1;
      try {
        const answer = await ask(...question);
        await answer.clone().arrayBuffer();
        return answer;
      } finally {
        count.questions -= 1;
      }
    };
  });
}

/** Scrolls with the wheel or the bar, one step a frame, and looks at each frame what is drawn. */
function scroll(page: Page, steps: Step[]): Promise<Seen> {
  return page.evaluate(async (steps) => {
    const grid = document.querySelector('[role=grid]')!;
    let frame = grid.parentElement!;
    while (frame.scrollHeight <= frame.clientHeight || getComputedStyle(frame).overflowY !== 'auto') frame = frame.parentElement!;
    const next = () => new Promise<number>((done) => requestAnimationFrame(done));
    const asked = () => (window as unknown as { questions: number }).questions > 0;
    const seen: Seen = { frames: [], blank: 0, waiting: 0, lines: 0, empty: 0, forgotten: 0 };
    let forgotten = 0;
    const look = () => {
      const { left, top, bottom } = frame.getBoundingClientRect();
      const [lines, waiting] = [seen.lines, seen.waiting];
      for (let y = top + 60; y < bottom - 20; y += 32) {
        const row = document.elementFromPoint(left + 10, y)?.closest('[role=row]');
        seen.lines += 1;
        if (!row) seen.blank += 1;
        else if (![...row.querySelectorAll('[role=gridcell]')].every((cell) => cell.textContent)) seen.waiting += 1;
      }
      const empty = seen.lines - lines === seen.waiting - waiting;
      if (empty) seen.empty += 1;
      forgotten = empty && !asked() ? forgotten + 1 : 0;
      seen.forgotten = Math.max(seen.forgotten, forgotten);
    };
    // What an answer leads to is asked for within a few frames.
    const rested = async () => {
      for (let still = 0; still < 5; still += 1) {
        await next();
        if (asked()) still = -1;
      }
    };
    let before = await next();
    for (const { by = 0, to, rest } of steps) {
      if (to !== undefined) frame.scrollTop = to * (frame.scrollHeight - frame.clientHeight);
      else frame.scrollTop += by;
      const now = await next();
      seen.frames.push(now - before);
      before = now;
      // After the frame's own work, every line of the view has a row.
      look();
      if (rest) {
        await rested();
        before = await next();
      }
    }
    return seen;
  }, steps);
}

function told(name: string, { frames, waiting, lines, empty }: Seen): string {
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1);
  return `${name}: ${frames.length} frames, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, worst ${at(1)} ms; ${waiting} of ${lines} lines waited, all of them in ${empty} frames`;
}

function expectRows(seen: Seen): void {
  expect(seen.blank, 'blank lines').toBe(0);
  expect(seen.forgotten, 'frames without a row to read, nor a question for one').toBeLessThan(5);
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
  await countQuestions(page);
  const began = Date.now();
  const grid = await Grid.open(page, table!);
  await grid.expectCell(1, 'name', 'Row 1');
  console.log(`first rows after ${Date.now() - began} ms`);
  await expect(grid.bar).toContainText('1,000,000 rows');

  const reading = await scroll(page, [{ rest: true }, ...Array.from({ length: 60 }, () => ({ by: 400, rest: true }))]);
  expectRows(reading);
  expect(reading.waiting, 'lines that wait though all is answered').toBe(0);

  const wheel = await scroll(page, Array.from({ length: 150 }, () => ({ by: 100 })));
  console.log(told('wheel', wheel));
  expectRows(wheel);
  expect(wheel.empty, 'frames without a row to read').toBeLessThan(wheel.frames.length / 3);
  await settled(grid);

  const bar = await scroll(page, Array.from({ length: 60 }, (_, at) => ({ to: (at + 1) / 60 })));
  console.log(told('scroll bar', bar));
  expectRows(bar);
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
