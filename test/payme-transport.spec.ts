import { type TestApp, startApp } from './support/app';
import { basic, knock, PAYME_ENV, paymeId, refusal, rpc } from './support/payme';
import { makeUser } from './support/players';

let app: TestApp;
beforeAll(async () => {
  app = await startApp(PAYME_ENV);
});
afterAll(() => app.close());

describe('the transport', () => {
  const check = (over: object = {}) => JSON.stringify({ id: 1, method: 'CheckTransaction', params: {}, ...over });

  it.each(['/payme/webhook', '/api/v1/payme/webhook'])('answers at %s', async (path) => {
    const body = check({ params: { id: paymeId() } });
    expect(await knock(app, { body, headers: basic() }, path)).toMatchObject({ id: 1, error: { code: -31003 } });
  });

  it.each([
    'text/json',
    'application/json',
    'text/plain; charset=windows-1251',
    'nonsense',
    ';;',
    'multipart/form-data',
  ])('reads JSON whatever it is called: %s', async (type) => {
    const answer = await knock(app, {
      body: check({ params: { id: paymeId() } }),
      headers: { ...basic(), 'content-type': type },
    });
    expect(answer.error.code).toBe(-31003);
  });

  it.each(['', '{', 'hello', '\u0000', '{"id":1,"id":2}'])('says -32700 to what is no JSON: %p', async (body) => {
    for (const headers of [basic(), { ...basic(), 'content-type': 'application/json' }, {}]) {
      expect(await knock(app, { body, headers })).toMatchObject({
        id: null,
        error: { code: -32700 },
      });
    }
  });

  it('leaves other addresses what they were: JSON under its own name', async () => {
    for (const type of ['text/json', 'application/vnd.florin.raw']) {
      const init = { method: 'POST', body: '{}', headers: { 'content-type': type } };
      expect((await fetch(`${app.url}/api/v1/auth/login`, init)).status).toBe(415);
    }
  });

  it('says -32700 to a body that is too large, compressed or not UTF-8', async () => {
    for (const body of ['x'.repeat(200_000), new Uint8Array([0x1f, 0x8b, 8, 0]), new Uint8Array([0x22, 0xff, 0x22])]) {
      expect(await knock(app, { body, headers: basic() })).toMatchObject({ id: null, error: { code: -32700 } });
    }
  });

  it('says -32600 to what is no call', async () => {
    for (const body of ['[]', '{}', check({ method: undefined }), check({ params: 1 }), check({ id: 'text' })]) {
      expect((await knock(app, { body, headers: basic() })).error.code).toBe(-32600);
    }
    for (const method of ['PerformTransaction', 'CancelTransaction', 'CheckTransaction', 'GetStatement']) {
      expect(await refusal(app, method, {})).toBe(-32600);
    }
    expect((await knock(app, { body: check({ id: 'text' }), headers: basic() })).id).toBe('text');
  });

  it('says -32601 to methods that are not there, ChangePassword among them', async () => {
    for (const method of ['ChangePassword', 'Nothing', 'constructor', '__proto__', 'checktransaction']) {
      expect((await rpc(app, method, { password: 'x' })).error).toMatchObject({ code: -32601, data: method });
    }
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('says -32300 to %s', async (method) => {
    expect((await knock(app, { method })).error.code).toBe(-32300);
  });

  it('echoes the id to strangers too', async () => {
    expect(await knock(app, { body: check({ id: 77 }) })).toMatchObject({ id: 77, error: { code: -32504 } });
    const bearer = { authorization: `Bearer ${(await makeUser(app)).token}` };
    expect(await knock(app, { body: check({ id: 78 }), headers: bearer })).toMatchObject({ error: { code: -32504 } });
  });

  it('says -32400 when there are too many calls', async () => {
    const tight = await startApp({ ...PAYME_ENV, RATE_LIMIT_SCALE: '0.01' });
    const codes = new Set<number>();
    for (let at = 0; at < 125; at++) codes.add((await rpc(tight, 'CheckTransaction', { id: 'x' })).error.code);
    await tight.close();
    expect([...codes].toSorted((a, b) => b - a)).toEqual([-31003, -32400]);
  });

  it('lets nobody in from elsewhere where addresses are listed', async () => {
    const listed = await startApp({ ...PAYME_ENV, PAYME_ALLOWED_IPS: '185.234.113.0/28' });
    expect((await rpc(listed, 'CheckTransaction', { id: 'x' })).error.code).toBe(-32504);
    await listed.close();
  });

  it('stores what it refuses apart, without the password', async () => {
    const id = paymeId();
    await refusal(app, 'PerformTransaction', { id });
    const rows = await app.database.query<{ reason: string; headers: object }>(
      `select reason, headers from refused_notifications where provider = 'payme' and body like '%${id}%'`,
    );
    expect(rows).toEqual([{ reason: 'transaction_not_found', headers: expect.not.objectContaining(basic()) }]);
  });

  it('never stores the key that ChangePassword brings', async () => {
    const key = `the new key ${paymeId()}`;
    const call = { id: 1, method: 'ChangePassword', params: { password: key } };
    const bodies = [call, { ...call, method: 'changepassword' }, { ...call, id: 'x' }, [call]].map((body) =>
      JSON.stringify(body),
    );
    for (const body of [...bodies, `${bodies[0]}}`]) {
      for (const headers of [basic(), {}, basic('an older key')]) {
        expect((await knock(app, { body, headers })).error.code).toBeLessThan(-32_000);
      }
    }
    const rows = await app.database.query<{ reason: string; body: string }>(
      `select reason, body from refused_notifications where provider = 'payme' and seen_at > now() - interval '1 day'`,
    );
    expect(rows.filter(({ body }) => body.includes(key))).toEqual([]);
    expect(rows).toContainEqual({ reason: 'unknown_method', body: '{"id":1,"method":"ChangePassword"}' });
  });
});
