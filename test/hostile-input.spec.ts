import request from 'supertest';
import { type ProbeApp, sendRaw, startProbeApp } from './support/probe-app';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const members = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1])));

describe('Hostile input', () => {
  let probe: ProbeApp;
  beforeAll(async () => (probe = await startProbeApp()));
  afterAll(() => probe.close());

  const post = (body: string | Buffer, type = 'application/json') =>
    request(probe.url)
      .post('/api/v1/probe')
      .set('Content-Type', type)
      .serialize((sent: unknown) => sent as string)
      .send(body);

  const invalid: Record<string, string | Buffer> = {
    'broken JSON': '{"quantity":',
    'an unfinished text': '{"name":"abc',
    'an unfinished escape': '{"name":"abc\\',
    'trailing garbage': '{}{}',
    'a byte order mark': '\ufeff{}',
    'white space alone': '   ',
    'a bare number': '5',
    'a bare text': '"text"',
    null: 'null',
    'an array for an object': '[{"quantity":1}]',
    'an empty array for an object': '[]',
    'bytes that are not UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    '33 levels': `{"lines":${nested(32)}}`,
    '20,000 levels': nested(20_000),
    '50,000 opened levels': '['.repeat(50_000),
    '1,001 members': members(1_001),
    '1,000 unknown members': members(1_000),
    'NUL in a text': '{"name":"a\\u0000b"}',
    'NUL in a name': '{"na\\u0000me":"a"}',
    'a lone high surrogate': '{"name":"\\ud800"}',
    'a lone low surrogate': '{"name":"\\udc00 "}',
    'a lone surrogate in a name': '{"\\ud800":1}',
    'swapped surrogates': '{"name":"\\udc00\\ud800"}',
    __proto__: '{"__proto__":{"quantity":1}}',
    'nested __proto__': '{"lines":[{"sku":"a","__proto__":{"x":1}}]}',
    'escaped __proto__': '{"\\u005f_proto__":{"quantity":1}}',
    constructor: '{"constructor":{"prototype":{"x":1}}}',
    'a name given twice': '{"quantity":1,"quantity":2}',
    'a name given twice, once escaped': '{"quantity":1,"\\u0071uantity":2}',
    'an unknown field': '{"quantity":1,"price":0}',
    'toString as a field': '{"toString":1}',
    'hasOwnProperty as a field': '{"hasOwnProperty":1}',
    'a number as text': '{"quantity":"1"}',
    'minus one': '{"quantity":-1}',
    zero: '{"quantity":0}',
    'minus zero': '{"quantity":-0}',
    'a fraction': '{"quantity":1.5}',
    '2^53': '{"quantity":9007199254740992}',
    '10^400': '{"quantity":1e400}',
    true: '{"quantity":true}',
    'null for a number': '{"quantity":null}',
    'an array for a number': '{"quantity":[1]}',
    'an object for a number': '{"quantity":{"$gt":0}}',
    'an object for a text': '{"name":{"a":1}}',
    'a text for an array of objects': '{"lines":"x"}',
    'nulls for objects': '{"lines":[null]}',
    'arrays for objects': '{"lines":[[]]}',
  };

  it.each(Object.keys(invalid))('is refused as invalid: %s', async (name) => {
    const { status, body } = await post(invalid[name]);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.invalid' });
  });

  it.each([
    ['an emoji by escapes', '{"name":"\\ud83d\\ude00"}', { name: '\u{1f600}' }],
    ['an escaped quote and a colon in a text', '{"name":"a\\":\\\\"}', { name: 'a":\\' }],
    ['a whole number written with an exponent', '{"quantity":1.0e3}', { quantity: 1_000 }],
    ['2^53-1', '{"quantity":9007199254740991}', { quantity: Number.MAX_SAFE_INTEGER }],
    ['nothing at all', '', {}],
  ])('is told apart from what is only unusual: %s', async (_, sent, echoed) => {
    expect((await post(sent).expect(200)).body).toEqual(echoed);
  });

  it('needs no content type where there is no content', async () => {
    await request(probe.url).post('/api/v1/probe').expect(200, {});
  });

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/xml'],
    ['application/json; charset=latin1'],
    ['application/json; charset=utf-16'],
    ['application/json; charset=utf-8; charset=utf-7'],
    ['application/jsonp'],
    ['application/vnd.api+json'],
    ['json'],
    ['/'],
    [';;;'],
  ])('is refused by its type: %s', async (type) => {
    const { status, body } = await post('{"quantity":1}', type);
    expect({ status, code: body.code }).toEqual({ status: 415, code: 'request.unsupported_media_type' });
  });

  it.each(['application/json;charset=UTF-8', 'Application/JSON; charset="utf-8"'])('reads %s', async (type) => {
    await post('{"quantity":1}', type).expect(200, { quantity: 1 });
  });

  it('is refused without a type', async () => {
    const answer = await sendRaw(
      probe.port,
      'POST /api/v1/probe HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
    );
    expect(answer).toMatch(/^HTTP\/1.1 415 /);
  });

  it.each(['gzip', 'br', 'deflate', 'identity, gzip', 'nonsense'])('is refused when encoded: %s', async (encoding) => {
    const { body } = await post('{"quantity":1}').set('Content-Encoding', encoding).expect(415);
    expect(body.code).toBe('request.unsupported_media_type');
  });

  it.each([102_401, 5_000_000])('is refused when too large: %i bytes', async (size) => {
    const text = `{"name":"${'x'.repeat(size - 11)}"}`;
    const answer = await sendRaw(
      probe.port,
      `POST /api/v1/probe HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n${text}GET / HTTP/1.0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 [^]*"code":"request.too_large"/);
  });

  it('is refused when too large in chunks of unknown number', async () => {
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const head =
      'POST /api/v1/probe HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await sendRaw(probe.port, head + chunk.repeat(5))).toMatch(/^HTTP\/1.1 413 /);
  });

  it.each([
    ['NUL in a path', '/api/v1/probe/a%00b', 400],
    ['NUL in a query', '/api/v1/probe?cursor=%00', 400],
    ['half an escape in a path', '/api/v1/probe/%', 400],
    ['bytes that are not UTF-8 in a path', '/api/v1/probe/%ff%fe', 400],
    ['a lone surrogate in a path', '/api/v1/probe/%ed%a0%80', 400],
    ['a lone surrogate in a query', '/api/v1/probe?cursor=%ed%a0%80', 200],
    ['half an escape in a query', '/api/v1/probe?cursor=%', 200],
    ['a name of 255 characters in a path', `/api/v1/probe/${'a'.repeat(255)}`, 404],
    ['a name of 8,000 characters in a path', `/api/v1/probe/${'a'.repeat(8_000)}`, 404],
    ['a cursor that is too long', `/api/v1/probe?cursor=${'a'.repeat(513)}`, 400],
    ['a field given twice', '/api/v1/probe?limit=1&limit=2', 400],
    ['a field with a structure', '/api/v1/probe?limit[a]=1', 400],
    ['a field that is not known', '/api/v1/probe?offset=1', 400],
    ['__proto__ in a query, which is ignored', '/api/v1/probe?__proto__=1', 200],
    ['a number that is not canonical', '/api/v1/probe?limit=1e1', 400],
    ['an empty number', '/api/v1/probe?limit=', 400],
    ['dots', '/api/v1/probe/../../../etc/passwd', 404],
    ['doubled slashes', '//api//v1//probe', 404],
  ])('in an address: %s', async (_, path, status) => {
    const answer = await sendRaw(probe.port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('leaves the process as it was', async () => {
    expect(({} as { quantity?: number }).quantity).toBeUndefined();
    await post('{"quantity":1,"name":"still here","lines":[{"sku":"a"}]}').expect(200);
    await request(probe.url).get('/api/v1/probe?limit=7').expect(200, { limit: 7 });
    await request(probe.url).get('/api/v1/probe').expect(200, { limit: 20 });
  });
});
