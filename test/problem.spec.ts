import { Controller, Get, HttpException, Post, Query, ServiceUnavailableException } from '@nestjs/common';
import request from 'supertest';
import { DomainError } from '../src/platform/errors/domain-error';
import { Unavailable } from '../src/platform/errors/platform.errors';
import { EchoController, type ProbeApp, sendRaw, startProbeApp } from './support/probe-app';

class Refused extends DomainError {
  readonly kind = 'insufficient';
  readonly code = 'wallet.insufficient_funds';
}

class Stranger extends DomainError {
  readonly kind = 'unauthorized';
  readonly code = 'auth.unauthorized';
}

const faults: Record<string, () => unknown> = {
  domain: () => new Refused('Too little.', { currency: 'COIN', status: 1, requestId: 'forged' }),
  stranger: () => new Stranger('Who are you?'),
  away: () => new Unavailable('Not now.', 7),
  lost: () => Object.assign(new Error('Connection terminated unexpectedly'), {}),
  locked: () => Object.assign(new Error('lock'), { driverError: { code: '55P03', severity: 'ERROR' } }),
  bug: () => new TypeError('secret detail of ours'),
  text: () => 'a thrown string',
  nothing: () => undefined,
  nest: () => new ServiceUnavailableException('secret reason'),
  teapot: () => new HttpException('secret', 418),
};

@Controller('faults')
class FaultsController {
  @Get()
  fail(@Query('kind') kind: string): never {
    throw faults[kind]();
  }

  @Post('only-post')
  post(): string {
    return 'posted';
  }
}

describe('A problem document', () => {
  let probe: ProbeApp;
  beforeAll(async () => (probe = await startProbeApp({ controllers: [FaultsController, EchoController] })));
  afterAll(() => probe.close());

  const fail = (kind: string) => request(probe.url).get(`/api/v1/faults?kind=${kind}`);

  it('tells a refusal of the domain with its facts, which never replace a standard member', async () => {
    const { status, body, headers } = await fail('domain').set('X-Request-ID', 'mine-1');
    expect(status).toBe(402);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(headers['x-request-id']).toBe('mine-1');
    expect(body).toEqual({
      type: 'urn:problem-type:florin:wallet.insufficient_funds',
      title: 'Wallet: insufficient funds',
      status: 402,
      detail: 'Too little.',
      instance: '/api/v1/faults',
      code: 'wallet.insufficient_funds',
      requestId: 'mine-1',
      currency: 'COIN',
    });
  });

  it('makes an id of its own where the given one is missing or unfit', async () => {
    const { headers, body } = await fail('domain').set('X-Request-ID', 'no spaces');
    expect(headers['x-request-id']).toMatch(/^[\w-]{11}-\w+$/);
    expect(body.requestId).toBe(headers['x-request-id']);
  });

  it('says how a stranger may come in, and when to come back', async () => {
    expect((await fail('stranger').expect(401)).headers['www-authenticate']).toBe('Bearer');
    expect((await fail('away').expect(503)).headers['retry-after']).toBe('7');
  });

  it.each(['lost', 'locked', 'nest'])('answers 503 with Retry-After when the database is away (%s)', async (kind) => {
    const { body, headers } = await fail(kind).expect(503);
    expect(headers['retry-after']).toBe('1');
    expect(body.code).toBe('service.unavailable');
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it.each(['bug', 'text', 'nothing'])('tells nothing about what nobody foresaw (%s)', async (kind) => {
    const { body } = await fail(kind).expect(500);
    expect(body).toMatchObject({ code: 'internal', detail: 'Something went wrong on our side.' });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('gives a status that has no word of its own the general one', async () => {
    const { body } = await fail('teapot').expect(400);
    expect(body).toMatchObject({ code: 'request.invalid', detail: 'The request could not be understood.' });
  });

  it('tells a wrong address from a wrong method', async () => {
    expect((await request(probe.url).get('/api/v1/nowhere').expect(404)).body.code).toBe('route.not_found');
    const { body, headers } = await request(probe.url).delete('/api/v1/faults/only-post').expect(405);
    expect(headers.allow).toBe('POST');
    expect(body.code).toBe('route.method_not_allowed');
  });

  it('is also the answer to what never reaches a route', async () => {
    const { body } = await request(probe.url).get('/api/v1/probe/%E0%A4%A').expect(400);
    expect(body).toMatchObject({ code: 'request.invalid', instance: '/api/v1/probe/%E0%A4%A' });
  });

  it.each([
    ['nonsense', 'nonsense\r\n\r\n', 400, 'request.invalid'],
    [
      'endless headers',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'request.headers_too_large',
    ],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400, undefined],
  ])('is also the answer to what is not HTTP (%s)', async (_, bytes, status, code) => {
    const answer = await sendRaw(probe.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (code === undefined) return;
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
  });

  it('lists each fault of an invalid body with a pointer, nested ones too', async () => {
    const { body } = await request(probe.url)
      .post('/api/v1/probe')
      .send({ quantity: '1', surplus: true, lines: [{ sku: 'a' }, { sku: 5, 'a/b': 1 }] })
      .expect(400);
    expect(body.code).toBe('request.invalid');
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { pointer: '/quantity', detail: 'must be a whole number from 1 to 9007199254740991' },
        { pointer: '/surplus', detail: 'is not a known field' },
        { pointer: '/lines/1/sku', detail: 'must be a string' },
        { pointer: '/lines/1/a~1b', detail: 'is not a known field' },
      ]),
    );
    expect(body.errors).toHaveLength(4);
  });
});
