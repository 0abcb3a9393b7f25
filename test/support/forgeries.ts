import { createHmac, hash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { sign } from '../../src/payments/sandbox/sandbox-signature';
import { signatureOf } from '../../src/payments/xsolla/xsolla-signature';
import { SANDBOX_SECRET } from './orders';
import { basic } from './payme';
import { XSOLLA_SECRET } from './provider-calls';
import type { Provider } from './shopping';

/** Something that claims to come from a provider: bytes, and what goes with them. */
export interface Message {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Makes the `n`th forgery of its kind from what a provider really sends, `other` being about another order. */
export type Forgery = (genuine: Message, other: Message, n: number) => Message;

type Resign = (body: Buffer, n: number) => Record<string, string>;

export const PATHS: Record<Provider, string> = {
  payme: '/payme/webhook',
  xsolla: '/webhooks/xsolla',
  sandbox: '/webhooks/sandbox',
};

const JSON_TYPE = { 'content-type': 'application/json' };

export const PROOFS: Record<Provider, Resign> = {
  payme: () => ({ ...JSON_TYPE, ...basic() }),
  xsolla: (body) => ({ ...JSON_TYPE, authorization: `Signature ${signatureOf(body, XSOLLA_SECRET)}` }),
  sandbox: (body) => ({ ...JSON_TYPE, ...sign(SANDBOX_SECRET, 'msg_1', nowSeconds(), body) }),
};

export function genuine(provider: Provider, content: object): Message {
  const body = Buffer.from(JSON.stringify(content));
  return { path: PATHS[provider], headers: PROOFS[provider](body, 0), body };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}

/** One bit of the body is another. */
const bitFlipped: Forgery = ({ body, ...rest }, _, n) => {
  const altered = Buffer.from(body);
  altered[(n * 7_919) % body.length] ^= 1 << (n % 7);
  return { ...rest, body: altered };
};

const changed =
  (change: (text: string, other: string, n: number) => string): Forgery =>
  ({ body, ...rest }, other, n) => ({
    ...rest,
    body: Buffer.from(change(body.toString(), other.body.toString(), n)),
  });

const ORDER_ID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** It names the orders and users of the other, each where it named its own. */
function idsOfOther(text: string, other: string): string {
  const others = [...other.matchAll(ORDER_ID)].map(([id]) => id);
  return text.replaceAll(ORDER_ID, () => others.shift() ?? '');
}

const withoutProof: Forgery = ({ path, body }) => ({ path, body, headers: JSON_TYPE });

const provenBy =
  (make: (message: Message, other: Message, n: number) => Record<string, string>): Forgery =>
  (message, other, n) => ({
    ...message,
    headers: { ...JSON_TYPE, ...make(message, other, n) },
  });

/** Every provider's, for they are told apart by what proves them alone. */
function unproven(provider: Provider): Record<string, Forgery> {
  const elsewhere = Object.values(PATHS).filter((path) => path !== PATHS[provider]);
  return {
    'without a proof': withoutProof,
    'with an empty proof': provenBy(() => ({ authorization: '', 'webhook-signature': '' })),
    'under another path': (message, _, n) => ({ ...message, path: elsewhere[n % elsewhere.length] }),
  };
}

/** The body was altered on its way, and with it the signature holds no more. */
const ALTERED: Record<string, Forgery> = {
  'with a bit flipped': bitFlipped,
  'with a byte more': changed((text, _, n) => (n % 2 ? `${text} ` : ` ${text}`)),
  'with a byte less': changed((text, _, n) => text.slice(0, -1 - (n % 5))),
  'with the order of another': changed(idsOfOther),
  'with another amount': changed((text, _, n) => text.replace(/("amount":"?)\d+/, `$1${n + 1}`)),
  'with another currency': changed((text, _, n) => text.replace('"USD"', n % 2 ? '"UZS"' : '"usd"')),
  'with the signature of another': ({ path, body }, { headers }) => ({ path, body, headers }),
  compressed: ({ body, headers, ...rest }) => ({
    ...rest,
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: gzipSync(body),
  }),
  'in Latin-1': ({ body, ...rest }) => ({ ...rest, body: Buffer.from(`${body.toString()}\u00e9`, 'latin1') }),
  'in UTF-16': ({ body, headers, path }) => {
    const type = { 'content-type': 'application/json; charset=utf-16le' };
    return { path, headers: { ...headers, ...type }, body: Buffer.from(body.toString(), 'utf16le') };
  },
};

/** Contents that nobody reads, even where what proves them is right. */
function unreadable(provider: Provider): Record<string, Forgery> {
  const proven =
    (make: (text: string, n: number) => Buffer): Forgery =>
    ({ path, body }, _, n) => {
      const made = make(body.toString(), n);
      return { path, headers: PROOFS[provider](made, n), body: made };
    };
  return {
    'too large': proven((text, n) => Buffer.from(`${text.slice(0, -1)},"pad":"${'x'.repeat(102_400 + n)}"}`)),
    'too deep': proven((text, n) => {
      const deep = '['.repeat(33 + n * 500) + ']'.repeat(33 + n * 500);
      return Buffer.from(`${text.slice(0, -1)},"deep":${deep}}`);
    }),
    'of too many members': proven((text, n) => {
      const members = Array.from({ length: 1_001 + n }, (_, at) => `"m${at}":0`).join();
      return Buffer.from(`${text.slice(0, -1)},${members}}`);
    }),
    'with a name given twice': proven((text, n) => {
      const [name] = /"(method|notification_type|type)"/.exec(text) ?? [];
      const again = n % 2 ? `${name}:"payment",` : '"amount":1,"amount":2,';
      return Buffer.from(`{${again}${text.slice(1)}`);
    }),
    'with a prototype': proven((text, n) => {
      return Buffer.from(`{"${n % 2 ? '__proto__' : 'constructor'}":{"a":1},${text.slice(1)}`);
    }),
    'that is no UTF-8': proven((text) => Buffer.from(text.replace('":"', '":"\u00e9'), 'latin1')),
    'that is UTF-16': proven((text) => Buffer.from(text, 'utf16le')),
    'with a byte order mark': proven((text) => Buffer.from(`\u{feff}${text}`)),
    'cut off': proven((text, n) => Buffer.from(text.slice(0, -1 - n))),
    'that is no object': proven((_, n) => {
      return Buffer.from(['', '[]', 'null', 'true', '0', '""', '{}', '[[]]', ' ', 'NaN'][n % 10]);
    }),
    'with a NUL': proven((text) => Buffer.from(text.replace('":"', '":"\\u0000'))),
  };
}

const XSOLLA: Record<string, Forgery> = {
  'by HMAC': provenBy(({ body }) => {
    return { authorization: `Signature ${createHmac('sha1', XSOLLA_SECRET).update(body).digest('hex')}` };
  }),
  'by another secret': provenBy(({ body }, _, n) => {
    return { authorization: `Signature ${signatureOf(body, `${XSOLLA_SECRET}${n}`)}` };
  }),
  'by the secret before the body': provenBy(({ body }) => {
    return { authorization: `Signature ${hash('sha1', Buffer.concat([Buffer.from(XSOLLA_SECRET), body]))}` };
  }),
  'by SHA-256': provenBy(({ body }) => {
    return { authorization: `Signature ${hash('sha256', Buffer.concat([body, Buffer.from(XSOLLA_SECRET)]))}` };
  }),
  'by digits at random': provenBy(() => ({ authorization: `Signature ${randomBytes(20).toString('hex')}` })),
  'by a signature that is written otherwise': provenBy(({ headers: { authorization } }, _, n) => {
    const digits = authorization.slice('Signature '.length);
    const written = [digits, `signature ${digits}`, `Signature  ${digits}`, `Signature ${digits.toUpperCase()}`];
    return { authorization: [...written, `Signature ${digits}, Signature ${digits}`, `Bearer ${digits}`][n % 6] };
  }),
};

const SANDBOX: Record<string, Forgery> = {
  'by another secret': provenBy(({ body }, _, n) => ({
    ...sign(Buffer.from(`secret ${n}`), 'msg_1', nowSeconds(), body),
  })),
  'by the body alone': provenBy(({ body, headers }) => {
    const digest = createHmac('sha256', SANDBOX_SECRET).update(body).digest('base64');
    return { ...headers, 'webhook-signature': `v1,${digest}` };
  }),
  'of another time': provenBy(({ body }, _, n) => {
    return { ...sign(SANDBOX_SECRET, 'msg_1', nowSeconds() + (n % 2 ? 1 : -1) * (330 + n * 60), body) };
  }),
  'with another id': provenBy(({ headers }, _, n) => ({ ...headers, 'webhook-id': `msg_${n + 2}` })),
  'with another time': provenBy(({ headers }, _, n) => ({
    ...headers,
    'webhook-timestamp': `${nowSeconds() - n - 9}`,
  })),
  'by another version': provenBy(({ headers }, _, n) => {
    const [, digest] = headers['webhook-signature'].split(',');
    const written = [`v2,${digest}`, `v1a,${digest}`, digest, `v1 ${digest}`, `v1,${digest.slice(1)}`, `V1,${digest}`];
    return { ...headers, 'webhook-signature': written[n % 6] };
  }),
};

const PAYME: Record<string, Forgery> = {
  'by another key': provenBy((_, __, n) => basic(`a key ${n}`)),
  'by another login': provenBy((_, __, n) => basic(undefined, ['paycom', 'Payme', '', 'Paycom ', 'admin'][n % 5])),
  'by a key that is written otherwise': provenBy(({ headers: { authorization } }, _, n) => {
    const [, code] = authorization.split(' ');
    const written = [code, `Bearer ${code}`, `Basic ${code.slice(0, -4)}`, `Basic "${code}"`, `Basic ${code} ${code}`];
    return { authorization: [...written, `Digest ${code}`][n % 6] };
  }),
  'by an HMAC': provenBy(({ body }, _, n) => {
    return { authorization: `Basic ${createHmac('sha1', `key ${n}`).update(body).digest('base64')}` };
  }),
};

/** What follows is proven, and what it tells of a payment cannot be. */
export const CONTRADICTIONS: Record<Provider, Record<string, Forgery>> = {
  xsolla: Object.fromEntries(
    Object.entries<(text: string, other: string, n: number) => string>({
      'of another amount': (text, _, n) =>
        text.replace(/"total":\{[^}]*\}/, `"total":{"currency":"USD","amount":${n}}`),
      'of a part of a cent': (text, _, n) => text.replace(/"amount":"(\d+\.\d\d)\d\d"/g, `"amount":"$1${n % 9}1"`),
      'of another currency': (text) => text.replaceAll('"USD"', '"UZS"'),
      'of another user': (text, other) => text.replace(/("user":\{"(?:external_)?id":)"[^"]*"/, `$1"${userIn(other)}"`),
      'of another project': (text, _, n) => text.replace(/"project_id":\d+/, `"project_id":${n + 1}`),
      'of no order': (text, _, n) => text.replaceAll(ORDER_ID, (id) => (id === userIn(text) ? id : made(n))),
    }).map(([name, change]) => [name, resigned('xsolla', change)]),
  ),
  payme: Object.fromEntries(
    Object.entries<(text: string, other: string, n: number) => string>({
      'of another amount': (text, _, n) => text.replace(/"amount":\d+/, `"amount":${n + 1}`),
      'of an amount that is none': (text, _, n) => {
        return text.replace(/"amount":\d+/, `"amount":${['0', '-1', '1.5', '1e400', '"1"', 'null', '[]'][n % 7]}`);
      },
      'of no order': (text, _, n) => text.replace(ORDER_ID, made(n)),
      'with the order of another': idsOfOther,
      'of no account': (text) => text.replace('purchase_id', 'order_id'),
      'of no method': (text, _, n) => text.replace(/"method":"\w+"/, `"method":"ChangePassword${n || ''}"`),
      'of a time long past': (text, _, n) => text.replace(/"time":\d+/, `"time":${n + 1}`),
    }).map(([name, change]) => [name, resigned('payme', change)]),
  ),
  sandbox: {
    'of no order': resigned('sandbox', (text, _, n) => text.replace(ORDER_ID, made(n))),
    'of what is no amount': resigned('sandbox', (text, _, n) => {
      return text.replace(/"amount":\d+/, `"amount":${['0', '-1', '1.5', '1e400', '"1"', '[]', 'true'][n % 7]}`);
    }),
    'of no time': resigned('sandbox', (text) => text.replace(/"timestamp":"[^"]*"/, '"timestamp":"soon"')),
  },
};

function resigned(provider: Provider, change: (text: string, other: string, n: number) => string): Forgery {
  return ({ path, body }, other, n) => {
    const made = Buffer.from(change(body.toString(), other.body.toString(), n));
    return { path, headers: PROOFS[provider](made, n), body: made };
  };
}

function userIn(text: string): string {
  return /"user":\{"(?:external_)?id":"([^"]*)"/.exec(text)?.[1] ?? '';
}

function made(n: number): string {
  return `0199c000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

/** Every way to forge what this provider sends. */
export const FORGERIES: Record<Provider, Record<string, Forgery>> = {
  xsolla: { ...unproven('xsolla'), ...ALTERED, ...XSOLLA, ...unreadable('xsolla') },
  sandbox: { ...unproven('sandbox'), ...ALTERED, ...SANDBOX, ...unreadable('sandbox') },
  payme: { ...unproven('payme'), ...PAYME, ...unreadable('payme') },
};
