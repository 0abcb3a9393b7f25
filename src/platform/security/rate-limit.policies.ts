/** Whose calls a rule counts together. A principal without a token is its address. */
export type LimitedBy = 'principal' | 'address' | 'subject' | 'subject and address';

export interface LimitRule {
  /** Stands in the `RateLimit` headers and in the keys of the counters. */
  readonly name: string;
  readonly by: LimitedBy;
  readonly quota: number;
  readonly windowSeconds: number;
  /** When Redis is away, strict rules count in this process; the others let everything through. */
  readonly strict: boolean;
  /** An answer below 400 gives its count back, so that only failures add up. */
  readonly failuresOnly?: boolean;
  /** Counts only what the rule before has seen at least once in its window. */
  readonly repeatsOnly?: boolean;
}

const MINUTE = 60;
const HOUR = 3_600;

/**
 * Every limit of requests; `RATE_LIMIT_SCALE` multiplies the quotas. Windows are fixed, begin with the first call and
 * never grow, however often a refused caller knocks.
 *
 * `login` counts failures against an account twice: from one address, strictly, and over all addresses, where only
 * repeats share a budget. The first attempt of each address in a window is never refused for what others did, so
 * that no attacker, however many addresses they have, can keep the owner out. An account is counted by the name that
 * was typed, so its username and its address have a budget each: one for both would tell strangers that they belong
 * together.
 */
export const LIMIT_POLICIES = {
  login: [
    { name: 'login-address', by: 'address', quota: 30, windowSeconds: MINUTE, strict: true },
    { name: 'login', by: 'subject and address', quota: 5, windowSeconds: MINUTE, strict: true, failuresOnly: true },
    {
      name: 'login-account',
      by: 'subject',
      quota: 20,
      windowSeconds: MINUTE,
      strict: true,
      failuresOnly: true,
      repeatsOnly: true,
    },
  ],
  /** Nobody guesses a refresh token; this spares the database. A school or a café is one address. */
  refresh: [{ name: 'refresh', by: 'address', quota: 600, windowSeconds: MINUTE, strict: false }],
  passwordReset: [
    { name: 'password-reset-address', by: 'address', quota: 20, windowSeconds: HOUR, strict: true },
    { name: 'password-reset', by: 'subject and address', quota: 3, windowSeconds: HOUR, strict: true },
  ],
  /** Games of one café come from one address; making accounts without end does too. */
  guest: [{ name: 'guest', by: 'address', quota: 60, windowSeconds: MINUTE, strict: true }],
  register: [{ name: 'register', by: 'address', quota: 10, windowSeconds: HOUR, strict: true }],
  money: [{ name: 'money', by: 'principal', quota: 10, windowSeconds: MINUTE, strict: true }],
  /** Of servers, for all their players together. */
  batches: [{ name: 'batches', by: 'principal', quota: 1_200, windowSeconds: MINUTE, strict: true }],
  purchases: [{ name: 'purchases', by: 'principal', quota: 600, windowSeconds: MINUTE, strict: false }],
  /** Each may bring a thousand events, which `EventAllowances` counts. */
  events: [{ name: 'events', by: 'principal', quota: 1_200, windowSeconds: MINUTE, strict: false }],
  /** People of one café follow links as well; robots follow them all day. */
  clicks: [{ name: 'clicks', by: 'address', quota: 120, windowSeconds: MINUTE, strict: true }],
  /** Each goes through all events of a time. */
  counts: [{ name: 'counts', by: 'principal', quota: 120, windowSeconds: MINUTE, strict: false }],
  reads: [{ name: 'reads', by: 'principal', quota: 1_200, windowSeconds: MINUTE, strict: false }],
  /** Whoever wants to know everything waits for it, and need not ask again at once. */
  exports: [{ name: 'exports', by: 'principal', quota: 10, windowSeconds: HOUR, strict: true }],
  tickets: [{ name: 'tickets', by: 'principal', quota: 120, windowSeconds: MINUTE, strict: false }],
  /** After a restart all who sit behind one address come back at once. */
  sockets: [{ name: 'sockets', by: 'address', quota: 600, windowSeconds: MINUTE, strict: true }],
  /** Large files, each on the disk before it is answered. */
  uploads: [{ name: 'uploads', by: 'principal', quota: 60, windowSeconds: HOUR, strict: true }],
  /** Payment providers have few addresses and much to tell; each notification proves itself. */
  webhooks: [{ name: 'webhooks', by: 'address', quota: 12_000, windowSeconds: MINUTE, strict: false }],
  /** Counted before it is known who is asking, so not by routes: keys that this process has never seen to be good. */
  unknownKeys: [
    { name: 'unknown-keys', by: 'address', quota: 60, windowSeconds: MINUTE, strict: true, failuresOnly: true },
  ],
  /** For probes and metrics, which must answer most of all when there is too much of everything. */
  unlimited: [],
} as const satisfies Record<string, readonly LimitRule[]>;

export type LimitPolicy = keyof typeof LIMIT_POLICIES;
