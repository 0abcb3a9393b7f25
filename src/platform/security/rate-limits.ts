import { Inject, Injectable } from '@nestjs/common';
import { normalizeIp, ThrottlerStorage } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config';
import { isId } from '../http/id';
import type { Access } from './access';
import { type Hit, hitOf, type LimitStorage } from './limit-storage';
import { MemoryLimitStorage } from './limit-storage.memory';
import { LIMIT_POLICIES, type LimitPolicy, type LimitRule } from './rate-limit.policies';
import { RateLimitExceeded } from './security.errors';

/** Longer than any username or email: such a text names no account, and must not fill the counters. */
const MAX_SUBJECT_CHARACTERS = 254;

interface ScaledRule extends LimitRule {
  readonly windowMs: number;
  /** The rule's member of `RateLimit-Policy`. */
  readonly stated: string;
}

interface Taken {
  rule: ScaledRule;
  key: string;
  hit: Hit;
  /** Where it was counted; undefined where it was let through uncounted. */
  storage: LimitStorage | undefined;
}

/** Counts requests by the rules of their route's policy, tells the client where it stands, and refuses the excess. */
@Injectable()
export class RateLimits {
  private readonly policies: Record<LimitPolicy, readonly ScaledRule[]>;
  private readonly local = new MemoryLimitStorage();

  constructor(
    @Inject(ThrottlerStorage) private readonly storage: LimitStorage,
    config: Config,
  ) {
    const scaled = Object.entries(LIMIT_POLICIES).map(([policy, rules]) => [
      policy,
      rules.map((rule) => scale(rule, config.rateLimitScale)),
    ]);
    this.policies = Object.fromEntries(scaled) as Record<LimitPolicy, readonly ScaledRule[]>;
  }

  /**
   * Counts this request. Whose it is must be known by now.
   *
   * @throws RateLimitExceeded when a rule has no quota left; the headers but for `Retry-After` are on the reply by then
   */
  async take(access: Access, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const taken: Taken[] = [];
    for (const rule of this.policies[access.limit]) {
      if (rule.repeatsOnly && taken.at(-1)?.hit.totalHits === 1) continue;
      const key = keyOf(rule, access, request);
      if (key === undefined) continue;
      const { hit, storage } = await this.count(rule, key);
      taken.push({ rule, key, hit, storage });
      if (!hit.isBlocked) continue;
      state(reply, taken);
      throw new RateLimitExceeded(rule.name, hit.timeToBlockExpire);
    }
    if (taken.length === 0) return;
    state(reply, taken);
    if (taken.some(({ rule }) => rule.failuresOnly)) refundOnSuccess(reply, taken);
  }

  /** Without Redis's answer strict rules count here, since login and money must never go unlimited. */
  private async count(rule: ScaledRule, key: string): Promise<Pick<Taken, 'hit' | 'storage'>> {
    try {
      return { hit: await increment(this.storage, rule, key), storage: this.storage };
    } catch {
      if (!rule.strict) return { hit: hitOf(0, rule.quota, rule.windowMs), storage: undefined };
      return { hit: await increment(this.local, rule, key), storage: this.local };
    }
  }
}

function increment(storage: LimitStorage, { name, quota, windowMs }: ScaledRule, key: string): Promise<Hit> {
  return storage.increment(key, windowMs, quota, windowMs, name);
}

function refundOnSuccess(reply: FastifyReply, taken: readonly Taken[]): void {
  reply.raw.once('finish', () => {
    if (reply.statusCode >= 400) return;
    for (const { rule, key, storage } of taken) if (rule.failuresOnly) storage?.refund(key, rule.name);
  });
}

function scale(rule: LimitRule, factor: number): ScaledRule {
  const quota = Math.max(1, Math.round(rule.quota * factor));
  return {
    ...rule,
    quota,
    windowMs: rule.windowSeconds * 1_000,
    stated: `"${rule.name}";q=${quota};w=${rule.windowSeconds}`,
  };
}

/** Undefined: the request names nothing that this rule counts. */
function keyOf(rule: LimitRule, { subjectOf }: Access, request: FastifyRequest): string | undefined {
  if (rule.by === 'principal') return principalKey(request);
  if (rule.by === 'address') return normalizeIp(request.ip);
  const subject = subjectOf?.(request);
  if (subject === undefined || subject.length > MAX_SUBJECT_CHARACTERS) return undefined;
  return rule.by === 'subject' ? subject : `${normalizeIp(request.ip)} ${subject}`;
}

/** A game server acts for all its players: each of them has a quota of their own there. */
function principalKey({ principal, ip, params, body }: FastifyRequest): string {
  if (principal === undefined) return normalizeIp(ip);
  if (principal.role !== 'service' && principal.role !== 'admin') return principal.id;
  const target = (body as { userId?: unknown } | undefined)?.userId ?? (params as { id?: unknown } | undefined)?.id;
  return isId(target) ? `${principal.id} ${target.toLowerCase()}` : principal.id;
}

/** The header fields of the IETF draft on rate limits: what the quotas are, and what is left of them. */
function state(reply: FastifyReply, taken: readonly Taken[]): void {
  let policies = '';
  let limits = '';
  for (const { rule, hit } of taken) {
    const separator = policies === '' ? '' : ', ';
    policies += `${separator}${rule.stated}`;
    limits += `${separator}"${rule.name}";r=${Math.max(0, rule.quota - hit.totalHits)};t=${hit.timeToExpire}`;
  }
  reply.header('RateLimit-Policy', policies);
  reply.header('RateLimit', limits);
}
