// "The connection test fails when I click Connect": every answer of the guide, on a server that is
// really in that state. What was typed stays; the correction connects.
import { expect, test } from '../../fixtures/test';
import { Panel, row, values, type Values } from '../../fixtures/panel';
import { closedPort, type Postgres } from '../../fixtures/postgres';
import { egressIp } from '../../fixtures/product';
import { startWebServer } from '../../fixtures/listeners';

interface Mistake {
  title: string;
  cause: string;
  field: keyof Values;
  message: RegExp;
  remedy: RegExp;
  wrong: (postgres: Postgres) => Promise<Partial<Values>> | Partial<Values>;
}

const mistakes: Mistake[] = [
  {
    title: 'a port on which nothing listens, with the IP to allowlist',
    cause: 'connection_refused',
    field: 'Port',
    message: /Nothing accepts connections at localhost:/,
    remedy: new RegExp(`Allowlist the NextTables IP \\(${egressIp}\\) in your data platform or network`),
    wrong: async () => ({ Port: String(await closedPort()) }),
  },
  {
    title: 'an instance name that is incorrect',
    cause: 'database_not_found',
    field: 'Instance name',
    message: /There is no database named compnay/,
    remedy: /Correct the instance name/,
    wrong: () => ({ 'Instance name': 'compnay' }),
  },
  {
    title: 'a host that is incorrect',
    cause: 'host_not_found',
    field: 'Host',
    message: /There is no host named db\.\.example/,
    remedy: /Check the host for typing errors/,
    wrong: () => ({ Host: 'db..example' }),
  },
  {
    title: 'a schema that is incorrect',
    cause: 'schema_not_found',
    field: 'Schema',
    message: /There is no schema named hr2 in the database company/,
    remedy: /The role may use: .*hr/,
    wrong: () => ({ Schema: 'hr2' }),
  },
  {
    title: 'a password that is wrong',
    cause: 'password_wrong',
    field: 'Password',
    message: /The password is wrong for the role/,
    remedy: /type the password again/,
    wrong: () => ({ Password: 'not the password' }),
  },
];

for (const { title, cause, field, message, remedy, wrong } of mistakes) {
  test(`${title} is answered, and its correction connects`, async ({ admin, postgres, unique }) => {
    const right = values(`Corrected ${unique}`, postgres, postgres.writer());
    const typed = { ...right, ...(await wrong(postgres)) };
    const panel = await Panel.open(admin);
    await panel.fill(typed);
    await panel.submit.click();
    await panel.expectFailure(cause, message, remedy);
    await panel.expectShown(field, message);
    await panel.expectValues(typed);
    await expect(row(admin, right.Name)).toHaveCount(0);
    await panel.field(field).fill(right[field]);
    await panel.submit.click();
    await panel.expectConnected(right.Name);
  });
}

test('a port with a web server behind it is told from PostgreSQL', async ({ admin, postgres, unique }) => {
  const web = await startWebServer();
  const typed = { ...values(`Web ${unique}`, postgres, postgres.writer()), Port: String(web.port) };
  const panel = await Panel.open(admin);
  await panel.fill(typed);
  await panel.submit.click();
  await panel.expectFailure('not_postgresql', /does not speak PostgreSQL/, /usually port 5432/);
  await panel.expectShown('Port', /PostgreSQL/);
  await panel.expectValues(typed);
  web.stop();
});

test('a server without TLS is refused before any password is sent', async ({ admin, plainPostgres, unique }) => {
  const typed = values(`Plain ${unique}`, plainPostgres, plainPostgres.writer());
  const panel = await Panel.open(admin);
  await panel.fill(typed);
  await panel.submit.click();
  await panel.expectFailure('tls_not_offered', /does not offer SSL, which is required/, /turn SSL on/);
  await panel.expectShown('Host', /SSL/);
  await panel.expectValues(typed);
});

test('a role that pg_hba.conf does not let in gets the line to add', async ({ admin, postgres, unique }) => {
  const role = postgres.role('grant locked_out to $role');
  const panel = await Panel.open(admin);
  await panel.fill(values(`Locked out ${unique}`, postgres, role));
  await panel.submit.click();
  await panel.expectFailure('role_not_permitted', /does not let the role .* into company/, /hostssl/);
  await panel.expectShown('Username', /pg_hba\.conf/);
});

test('a role without access to the schema gets the GRANT that gives it', async ({ admin, postgres, unique }) => {
  const role = postgres.role();
  const name = `Granted ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.expectFailure('schema_denied', /may not use the schema hr/, /USAGE/);
  await panel.expectShown('Schema', /may not use the schema hr/);
  postgres.sql(await shownGrant(panel));
  await panel.submit.click();
  await panel.expectConnected(name);
});

test('a role that may only read is answered with the GRANT and with Read-only connection', async ({ admin, postgres, unique }) => {
  const role = postgres.reader();
  const name = `Read and write ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, role));
  await panel.submit.click();
  await panel.expectFailure('table_denied', /may not write the tables in the schema hr/, /Read-only connection/);
  await panel.expectShown('Read-only connection', /may not write the tables/);
  postgres.sql(await shownGrant(panel));
  await panel.submit.click();
  await panel.expectConnected(name);
});

test('a role that may only read connects read-only', async ({ admin, postgres, unique }) => {
  const name = `Reader ${unique}`;
  const panel = await Panel.open(admin);
  await panel.fill(values(name, postgres, postgres.reader()));
  await panel.field('Read-only connection').check();
  await panel.submit.click();
  await panel.expectConnected(name);
  await expect(row(admin, name).getByText('Read-only', { exact: true })).toBeVisible();
});

test('fields that are missing are all named at once, without asking the server', async ({ admin }) => {
  const panel = await Panel.open(admin);
  await panel.field('Type').selectOption('PostgreSQL');
  await panel.submit.click();
  await expect(panel.field('Name')).toBeFocused();
  for (const label of ['Name', 'Instance name', 'Host', 'Schema', 'Username', 'Password'] as const) {
    await panel.expectMarked(label, /Enter/);
  }
  await expect(panel.field('Port')).not.toHaveAttribute('aria-invalid', 'true');
});

test('a name that is taken is said at Name', async ({ admin, flaws, postgres, unique }) => {
  flaws.expect(/status of (409|422)/);
  const typed = values(`Twice ${unique}`, postgres, postgres.writer());
  const first = await Panel.open(admin);
  await first.fill(typed);
  await first.submit.click();
  await first.expectConnected(typed.Name);
  const second = await Panel.open(admin);
  await second.fill(typed);
  await second.submit.click();
  await second.expectShown('Name', /already|taken|another/i);
  await second.expectValues(typed);
});

/** The SQL that the answer shows, as it would be copied. */
async function shownGrant(panel: Panel): Promise<string> {
  const sql = panel.dialog.getByLabel('SQL', { exact: true });
  await expect(sql).toContainText('GRANT ');
  return sql.innerText();
}
