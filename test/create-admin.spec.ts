import { startApp, type TestApp } from './support/app';
import { call } from './support/players';
import { tablesHolding } from './support/search-database';
import { PASSWORD } from './support/sessions';
import { florin } from './support/florin-command';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const createAdmin = (args: readonly string[], input?: string) =>
  florin(
    ['create-admin', ...args],
    {
      DATABASE_URL: app.database.url,
      DATABASE_OWNER_URL: app.database.ownerUrl,
      JWT_SECRET: 'a secret that only tests know, and long',
    },
    input,
  );
const login = (username: string, password: string) =>
  call<{ accessToken: string; user: { id: string; role: string } }>(app, '/auth/login', {
    body: { username, password },
  });

describe('npm run florin -- create-admin', () => {
  it('makes an admin with a password that it prints once and that is kept nowhere', async () => {
    const { code, stdout, stderr } = await createAdmin(['first-admin', 'First@example.com']);
    expect([code, stderr]).toEqual([0, '']);
    const password = /^Password: (\S{24})$/m.exec(stdout)?.[1] ?? '';
    expect(await tablesHolding(app.database, password)).toEqual([]);
    const { status, body } = await login('first-admin', password);
    expect([status, body.user.role]).toEqual([200, 'admin']);
    const log = await call<{ items: object[] }>(app, `/admin/audit-log?subjectId=${body.user.id}`, {
      token: body.accessToken,
    });
    expect(log.body.items).toMatchObject([
      {
        action: 'user.role_changed',
        actorId: body.user.id,
        after: { role: 'admin' },
        requestId: 'florin create-admin',
      },
    ]);
  });

  it('takes the password that is piped in, and does not repeat it', async () => {
    const args = ['piped-admin', 'piped@example.com', '--password-stdin'];
    const { code, stdout } = await createAdmin(args, `${PASSWORD}\n`);
    expect([code, stdout]).toEqual([0, 'piped-admin is an admin now.\n']);
    expect((await login('piped-admin', PASSWORD)).status).toBe(200);
  });

  it('refuses a name or an address that is somebody’s, and leaves them as they are', async () => {
    await call(app, '/auth/register', { body: { username: 'taken', email: 'taken@example.com', password: PASSWORD } });
    const sameName = await createAdmin(['TAKEN', 'other@example.com']);
    expect([sameName.code, sameName.stdout, sameName.stderr]).toEqual([
      1,
      '',
      'This username belongs to somebody else.\n',
    ]);
    const sameAddress = await createAdmin(['another', 'taken@example.com']);
    expect([sameAddress.code, sameAddress.stderr]).toEqual([1, 'This email address belongs to another account.\n']);
    expect((await login('taken', PASSWORD)).body.user.role).toBe('player');
  });

  it.each<[string[], string | undefined, string]>([
    [[], undefined, 'A username and an email address are needed.'],
    [['alone'], undefined, 'A username and an email address are needed.'],
    [['one', 'one@example.com', 'password123'], undefined, 'A username and an email address are needed.'],
    [['no', 'no@example.com'], undefined, 'username must be'],
    [['nobody', 'no-address'], undefined, 'email must be'],
    [['nobody', 'no@example.com', '--password-stdin'], 'short', 'password must be'],
    [['nobody', 'no@example.com', '--password-stdin'], '', 'password must be'],
  ])('does not understand %j with %j on its input', async (args, input, complaint) => {
    const { code, stdout, stderr } = await createAdmin(args, input);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
  });
});
