// What spreadsheets put on the clipboard is read as they mean it, and what is copied comes back.
import { expect, test } from '../../fixtures/test';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';

// Cells with line breaks or tabs are quoted, and quotes in these doubled; other quotes stand alone.
const cells = { excel: '"one\ntwo"\tsay "hi"\t"3"" pipe\tand more"\r\n\t0012\t=cmd()\r\n', libreOffice: '"one\ntwo"\tsay "hi"\t"3"" pipe\tand more"\n\t0012\t=cmd()\n' };

// They show the same as a table, where a line break is one of the page, and blanks come together.
const table = (head: string) => `<html ${head}><head><meta charset="utf-8"></head><body><table><tr><td>one<br>two</td>
  <td>say &quot;hi&quot;</td><td>3&quot; pipe and more</td></tr><tr><td></td><td x:num>12</td><td>0</td></tr></table></body></html>`;

for (const [program, text, html] of [
  ['Excel', cells.excel, table('xmlns:x="urn:schemas-microsoft-com:office:excel"')],
  ['LibreOffice', cells.libreOffice, table('')],
] as const) {
  test(`cells that ${program} copies are pasted as they are`, async ({ admin: page, calls, postgres, unique }) => {
    const schema = Schema.make(postgres, unique, 'create table t (id int primary key, a text, b text, c text)',
      `insert into t values (1, 'x', 'x', 'x'), (2, 'x', 'x', 'x')`);
    const { tables: [table] } = await schema.tables(calls, unique, 't');
    const grid = await Grid.open(page, table!);
    await grid.select(1, 'a');
    await grid.paste({ 'text/plain': text, 'text/html': html });
    await grid.expectUnsaved('6 cells changed');
    await grid.save();
    await grid.expectSaid('2 rows are saved');
    await grid.expectCell(1, 'a', 'one↵two');
    await grid.expectCell(1, 'c', '3" pipe⇥and more');
    const saved = schema.sql('select jsonb_agg(jsonb_build_array(a, b, c) order by id) from t');
    expect(JSON.parse(saved)).toEqual([['one\ntwo', 'say "hi"', '3" pipe\tand more'], [null, '0012', '=cmd()']]);
  });
}

test('tabs, line breaks and quotes in cells come back from other programs, which see the text alone', async ({ admin: page, calls, context, postgres, unique }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const schema = Schema.make(postgres, unique, 'create table t (id int primary key, a text, b text)',
    String.raw`insert into t values (1, E'tab\there', E'one\ntwo\r\nthree\n'), (2, E'"quoted"\t', '"'), (3, 'x', 'x'), (4, 'x', 'x')`);
  const { tables: [table] } = await schema.tables(calls, unique, 't');
  const grid = await Grid.open(page, table!);
  await grid.select(1, 'a');
  await grid.keys('Shift+ArrowDown', 'Shift+ArrowRight', 'Control+c');
  await grid.expectSaid('2 × 2 cells copied');
  const text = (await grid.copy())['text/plain']!;
  expect(text).toBe('"tab\there"\t"one\ntwo\r\nthree\n"\r\n"""quoted""\t"\t""""');
  await test.step('the keys', async () => {
    await grid.select(3, 'a');
    await grid.keys('Control+v');
    await grid.expectUnsaved('4 cells changed');
    await grid.keys('Control+z');
    await grid.expectUnsaved('No unsaved changes');
  });
  await grid.paste(text);
  await grid.save();
  await grid.expectSaid('2 rows are saved');
  expect(schema.sql('select count(*) from t a join t b on b.id = a.id + 2 and (b.a, b.b) = (a.a, a.b)')).toBe('2');
});
