// The sheet "Create table".
import { expect, test } from '../../fixtures/test';
import { row } from '../../fixtures/panel';
import { Schema } from '../../fixtures/schema';
import { Grid } from '../../fixtures/grid';
import type { Locator, Page } from '@playwright/test';

interface Column {
  name?: string;
  type?: string;
  default?: string;
  value?: string;
  required?: boolean;
  unique?: boolean;
  primary?: boolean;
  comment?: string;
}

class Form {
  readonly dialog: Locator;

  private constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Create table', exact: true });
  }

  static async open(page: Page, folder: { id: string }, connection: string): Promise<Form> {
    await page.goto(`/folders/${folder.id}`);
    await page.getByRole('button', { name: 'Create table' }).click();
    const form = new Form(page);
    await form.dialog.getByLabel('Database connection').selectOption({ label: connection });
    return form;
  }

  column(number: number): Locator {
    return this.dialog.getByRole('group', { name: `Column ${number}`, exact: true });
  }

  async fill(number: number, column: Column): Promise<void> {
    const group = this.column(number);
    if (column.name !== undefined) await group.getByLabel('Name', { exact: true }).fill(column.name);
    if (column.type) await group.getByLabel('Type').selectOption({ label: column.type });
    if (column.default) await group.getByLabel('Default', { exact: true }).selectOption({ label: column.default });
    if (column.value) await group.getByLabel('Default value').fill(column.value);
    if (column.required) await group.getByLabel('Required').check();
    if (column.unique) await group.getByLabel('Unique').check();
    if (column.primary !== undefined) await group.getByLabel('Primary key').setChecked(column.primary);
    if (column.comment) await group.getByLabel('Comment').fill(column.comment);
  }

  async add(column: Column): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Add column' }).click();
    const last = await this.dialog.getByRole('group', { name: /^Column \d+$/ }).count();
    await expect(this.column(last).getByLabel('Name', { exact: true })).toBeFocused();
    await this.fill(last, column);
  }

  get submit(): Locator {
    return this.dialog.getByRole('button', { name: 'Create table' });
  }
}

test('a type that has a size asks for it', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`New ${unique}`);
  await schema.connect(calls, `New ${unique}`);
  const form = await Form.open(page, folder, `New ${unique}`);
  await form.dialog.getByLabel('Table name').fill('price');
  await form.fill(2, { name: 'amount', type: 'Decimal number, exact – numeric' });
  const digits = form.column(2).getByLabel('Digits, and of these after the point');
  await digits.fill('2, 12');
  await form.submit.click();
  await expect(digits).toHaveAttribute('aria-invalid', 'true');
  await expect(form.dialog).toContainText('This is not a size of numeric');
  await digits.fill('12, 2');
  await form.dialog.getByRole('button', { name: 'Preview SQL' }).click();
  await expect(form.dialog.getByRole('region', { name: 'SQL' })).toContainText('"amount" numeric(12, 2)');
  await form.fill(2, { type: 'Date – date' });
  await expect(digits).toBeHidden();
});

test('a table is created with its columns, after a look at the SQL', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`New ${unique}`);
  await schema.connect(calls, `New ${unique}`);
  const form = await Form.open(page, folder, `New ${unique}`);
  await form.dialog.getByLabel('Table name').fill('cost_centre');
  await form.dialog.getByLabel('Comment').first().fill('Where costs go');
  await expect(form.column(1).getByLabel('Name', { exact: true })).toHaveValue('id');
  await expect(form.column(1).getByLabel('Required')).toBeDisabled();
  await form.fill(2, { name: 'code', required: true, unique: true, comment: 'As in the ledger' });
  await form.add({ name: 'budget', type: 'Decimal number, exact – numeric', default: 'A fixed value', value: '0.00' });
  await form.add({ name: 'since', type: 'Date – date', default: 'Today' });
  await form.dialog.getByRole('button', { name: 'Preview SQL' }).click();
  const sql = form.dialog.getByRole('region', { name: 'SQL' });
  await expect(sql).toContainText(/create table/i);
  await expect(sql).toContainText('"cost_centre"');
  await form.submit.click();
  await expect(form.dialog).toBeHidden();
  await expect(page.getByRole('status').filter({ hasText: 'cost_centre is created' })).toBeVisible();
  await expect(row(page, 'cost_centre')).toContainText(schema.name);
  schema.sql(`insert into cost_centre (code) values ('A')`);
  expect(schema.sql(`select concat_ws('|', id, code, budget, since = current_date) from cost_centre`)).toBe('1|A|0.00|t');
  expect(schema.sql(`select obj_description('cost_centre'::regclass)`)).toBe('Where costs go');
  expect(schema.sql(`select col_description('cost_centre'::regclass, 2)`)).toBe('As in the ledger');
});

test('a primary key of other columns than the first, and what is unique, hold in the database', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 422/);
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Key ${unique}`);
  await schema.connect(calls, `Key ${unique}`);
  const form = await Form.open(page, folder, `Key ${unique}`);
  await form.dialog.getByLabel('Table name').fill('rate');
  await form.fill(1, { primary: false });
  await form.fill(2, { name: 'country', primary: true });
  await expect(form.column(2).getByLabel('Required')).toBeDisabled();
  await form.add({ name: 'year', primary: true });
  await form.add({ name: 'code', unique: true });
  await form.submit.click();
  await expect(form.dialog).toBeHidden();
  expect(schema.sql(`select string_agg(pg_get_constraintdef(oid), '; ' order by contype) from pg_constraint
    where conrelid = 'rate'::regclass and contype in ('p', 'u')`)).toBe('PRIMARY KEY (country, year); UNIQUE (code)');
  await page.getByRole('link', { name: 'rate', exact: true }).click();
  const grid = new Grid(page);
  await grid.ready();
  const give = async (cells: Record<string, string>) => {
    for (const [column, text] of Object.entries(cells)) await grid.type(1, column, text);
    await grid.save();
  };
  const expectTaken = async (column: string) => {
    await expect(await grid.cell(1, column)).toHaveAttribute('aria-invalid', 'true');
    expect(schema.sql('select count(*) from rate')).toBe('1');
  };
  await page.getByRole('button', { name: 'Insert row' }).first().click();
  await give({ country: 'DE', year: '2026', code: 'A' });
  await grid.expectSaid('1 row is saved');
  await page.getByRole('button', { name: 'Insert row' }).first().click();
  await give({ country: 'DE', year: '2026', code: 'A' });
  await expectTaken('year');
  await give({ year: '2027' });
  await expectTaken('code');
  await expect(await grid.cell(1, 'year')).not.toHaveAttribute('aria-invalid', 'true');
  await give({ code: 'B' });
  await grid.expectSaid('1 row is saved');
  expect(schema.sql('select country, year, code from rate order by code')).toBe('DE|2026|A\nDE|2027|B');
});

test('problems stand at their fields, and nothing typed is lost', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Wrong ${unique}`);
  await schema.connect(calls, `Wrong ${unique}`);
  const form = await Form.open(page, folder, `Wrong ${unique}`);
  await form.fill(2, { name: 'id', comment: 'kept' });
  await form.submit.click();
  const name = form.dialog.getByLabel('Table name');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/Enter a name for the table/);
  await expect(name).toBeFocused();
  const again = form.column(2).getByLabel('Name', { exact: true });
  await expect(again).toHaveAccessibleDescription(/Another column has this name/);
  await expect(form.column(2).getByLabel('Comment')).toHaveValue('kept');
});

test('a default that the type cannot have is not offered', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Types ${unique}`);
  await schema.connect(calls, `Types ${unique}`);
  const form = await Form.open(page, folder, `Types ${unique}`);
  await form.fill(2, { name: 'token', type: 'Unique identifier (UUID) – uuid', default: 'A new random UUID' });
  await form.fill(2, { type: 'Text – text' });
  await expect(form.column(2).getByLabel('Default', { exact: true })).toHaveValue('nothing');
  await expect(form.column(2).getByRole('option', { name: 'A new random UUID' })).toHaveCount(0);
});

test('columns are moved and removed, and problems follow them', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Order ${unique}`);
  await schema.connect(calls, `Order ${unique}`);
  const form = await Form.open(page, folder, `Order ${unique}`);
  await form.dialog.getByLabel('Table name').fill('ordered');
  await form.fill(2, { name: 'second' });
  await form.add({ name: 'third' });
  await form.column(3).getByRole('button', { name: 'Move up' }).click();
  await expect(form.column(2).getByLabel('Name', { exact: true })).toHaveValue('third');
  await form.column(1).getByRole('button', { name: 'Remove column' }).click();
  await expect(form.column(1).getByLabel('Name', { exact: true })).toHaveValue('third');
  await form.fill(2, { name: '' });
  await form.submit.click();
  await expect(form.column(2).getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await form.column(2).getByRole('button', { name: 'Remove column' }).click();
  await form.submit.click();
  await expect(form.dialog).toBeHidden();
  expect(schema.sql(`select string_agg(column_name, ',') from information_schema.columns where table_name = 'ordered' and table_schema = current_schema()`)).toBe('third');
});

test('closing asks before it loses what was typed', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Kept ${unique}`);
  await schema.connect(calls, `Kept ${unique}`);
  const form = await Form.open(page, folder, `Kept ${unique}`);
  await form.dialog.getByLabel('Table name').fill('kept');
  await page.keyboard.press('Escape');
  const question = page.getByRole('dialog', { name: 'Discard this table?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(form.dialog.getByLabel('Table name')).toHaveValue('kept');
  await form.dialog.getByRole('button', { name: 'Cancel' }).click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(form.dialog).toBeHidden();
  await page.getByRole('button', { name: 'Create table' }).click();
  await expect(form.dialog.getByLabel('Table name')).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(form.dialog).toBeHidden();
});

test('a read-only connection says why nothing can be created', async ({ admin: page, calls, postgres, unique }) => {
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Read ${unique}`);
  await schema.connect(calls, `Read ${unique}`, { read_only: true });
  const form = await Form.open(page, folder, `Read ${unique} (read-only)`);
  await expect(form.dialog.getByText('The database connection is read-only.')).toBeVisible();
  await expect(form.submit).toBeDisabled();
});

test('a role that may not create is told which privilege it lacks, with the SQL', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 4\d\d/);
  const schema = Schema.make(postgres, unique);
  const folder = await calls.folder(`Denied ${unique}`);
  await schema.connect(calls, `Denied ${unique}`);
  schema.sql(`revoke create on schema "${schema.name}" from ${schema.role.username}`);
  const form = await Form.open(page, folder, `Denied ${unique}`);
  await form.dialog.getByLabel('Table name').fill('denied');
  await form.fill(2, { name: 'x' });
  await form.submit.click();
  const alert = form.dialog.getByRole('alert');
  await expect(alert).toContainText('lacks a privilege');
  const sql = alert.getByRole('region', { name: 'SQL' });
  await expect(sql).toContainText('CREATE');
  schema.sql((await sql.innerText()).trim());
  await form.submit.click();
  await expect(form.dialog).toBeHidden();
});

test('a name that the database has already is said', async ({ admin: page, calls, flaws, postgres, unique }) => {
  flaws.expect(/status of 4\d\d/);
  const schema = Schema.make(postgres, unique, 'create table taken (id int)');
  const folder = await calls.folder(`Taken ${unique}`);
  await schema.connect(calls, `Taken ${unique}`);
  const form = await Form.open(page, folder, `Taken ${unique}`);
  await form.dialog.getByLabel('Table name').fill('taken');
  await form.fill(2, { name: 'x' });
  await form.submit.click();
  await expect(form.dialog.getByRole('alert').first()).toContainText(/already|exists|taken/i);
  await expect(form.dialog.getByLabel('Table name')).toHaveValue('taken');
});
