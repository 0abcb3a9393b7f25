/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEM_CODES } from '../../../../src/platform/http/problem-codes';
import { ROLES } from '../../../../src/platform/security/principal';
import terms from './en/terms';
import { termKey } from './useTerms';

const SOURCE = join(__dirname, '..', '..', '..', '..', 'src');

const sourceOf = (...path: string[]): string => readFileSync(join(SOURCE, ...path), 'utf8');
const sources = (readdirSync(SOURCE, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => sourceOf(file));

/** What the pattern's first group finds, by default anywhere in the server; each once, by the alphabet. */
const inSource = (pattern: RegExp, texts = sources): string[] =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found]) => found)))].toSorted();
const known = (list: keyof typeof terms.terms): string[] => Object.keys(terms.terms[list]).toSorted();
const asKeys = (list: keyof typeof terms.terms, words: readonly string[]): string[] =>
  [...new Set(words.map((word) => termKey(list, word).split('.')[2]))].toSorted();

const ofGrants = (what: string): string[] => ['grant', 'revocation'].map((kind) => `${kind}.${what}`);
const WEBHOOKS = ['webhook-endpoints.service.ts', 'webhook-deliveries.service.ts'].map((file) =>
  sourceOf('webhooks', file),
);
/** Actions that the server puts together, as its source has them: one that is not here has no words. */
const PUT_TOGETHER: Readonly<Record<string, readonly string[]>> = {
  '${grant.kind}.approved': ofGrants('approved'),
  '${grant.kind}.executed': ofGrants('executed'),
  '${grant.kind}.rejected': ofGrants('rejected'),
  '${grant.kind}.requested': ofGrants('requested'),
  'webhook_endpoint.${what}': inSource(/\b(?:note|alter|run)\((?:tx, )?actor,[^'\n(){}]*'([a-z_]+)'/g, WEBHOOKS).map(
    (what) => `webhook_endpoint.${what}`,
  ),
};
/** What staff do for a player is called in the log as its event is. */
const FOR_A_PLAYER = ['funds.added', 'item.used', 'product.purchased', 'reward.earned'];
/** What giving the goods of an order, or taking them back, can be refused with. */
const GOODS_REFUSED = [
  'account.blocked',
  'economy.amount_too_large',
  'inventory.already_owned',
  'order.already_fulfilled',
  'order.not_fulfilled',
  'product.limit_reached',
  'product.not_found',
  'product.out_of_stock',
  'wallet.currency_inactive',
  'wallet.limit_exceeded',
  'wallet.unknown_currency',
];

describe('the words of the API in the console', () => {
  it('tell of every action of the audit log, and of no other', () => {
    const lines = sources.flatMap((text) => text.split('\n')).filter((line) => /\baction(?: =|:)/.test(line));
    const literal = inSource(/'([a-z_]+\.[a-z_]+)'/g, lines);
    const ofJobs = inSource(/\bnote\(actor, '([a-z_]+\.[a-z_]+)'/g);
    expect(literal).toContain('order.refund_asked');
    expect(ofJobs).toContain('job.dismissed');
    expect(PUT_TOGETHER['webhook_endpoint.${what}']).toContain('webhook_endpoint.delivery_given_up');
    expect(inSource(/\baction: `([a-z$][^`]+)`/g)).toEqual(Object.keys(PUT_TOGETHER));
    expect(inSource(/\bstatic readonly type = '([a-z_.]+)'/g)).toEqual(expect.arrayContaining(FOR_A_PLAYER));
    const actions = [...literal, ...ofJobs, ...FOR_A_PLAYER, ...Object.values(PUT_TOGETHER).flat()];
    expect(known('actions')).toEqual(asKeys('actions', actions));
  });

  it('tell of every check and cause', () => {
    const checks = inSource(/\bname: '([a-z-]+)',\s+proves:/g);
    const decided = sourceOf('pipeline', 'engine', 'three-way.sql.ts').split('\n');
    const causes = inSource(
      /'([a-z]+_[a-z_]+)'/g,
      decided.filter((line) => /^\s+(?:when|else)\b/.test(line)),
    );
    expect(checks).toContain('balance-chain');
    expect(causes).toContain('webhook_lost');
    expect(known('checks')).toEqual(asKeys('checks', checks));
    expect(known('causes')).toEqual(asKeys('causes', causes));
  });

  it('tell why a message of a provider was refused', () => {
    const payme = inSource(/^ {2}([a-z_]+): \[/gm, [sourceOf('payments', 'payme', 'payme.errors.ts')]);
    const xsolla = inSource(/'([A-Z]+_[A-Z]+)'/g, [sourceOf('payments', 'xsolla', 'xsolla.errors.ts')]);
    const sandbox = inSource(/(?:return|\?) '([a-z]+)'/g, [sourceOf('payments', 'sandbox', 'sandbox-signature.ts')]);
    const any = inSource(/\breason: (?:doubt \?\? )?'([a-z_]+)'/g, [
      sourceOf('payments', 'notifications.service.ts'),
      sourceOf('payments', 'sandbox', 'sandbox-webhook.controller.ts'),
    ]);
    expect(payme).toContain('buyer_refused');
    expect(xsolla).toContain('INVALID_USER');
    expect(sandbox).toEqual(['signature', 'timestamp']);
    expect(any).toEqual(['contradicted', 'unknown_order', 'unreadable']);
    expect(known('refused')).toEqual(asKeys('refused', [...payme, ...xsolla, ...sandbox, ...any]));
  });

  it('tell why finance must look at an order', () => {
    const settling = [sourceOf('payments', 'settlement.ts'), sourceOf('payments', 'settlements.service.ts')];
    const lists = inSource(/\b(?:Hindrance|ABOUT_MONEY) = ([^;]+);/g, settling);
    const named = inSource(/'([a-z_]+)'/g, lists);
    expect(named).toContain('overpaid');
    expect(GOODS_REFUSED.filter((code) => !(code in PROBLEM_CODES))).toEqual([]);
    const refused = GOODS_REFUSED.map((code) => code.slice(code.indexOf('.') + 1));
    const every = [...named, ...refused, 'erased', 'purchases_blocked'];
    expect(known('attentions')).toEqual(asKeys('attentions', every));
  });

  it('tell of every figure and phase of a run', () => {
    const [members] = inSource(/\binterface EngineCounts \{([^}]+)\}/g, [
      sourceOf('pipeline', 'engine', 'engine-run.ts'),
    ]);
    const phases = inSource(/^ {2}'?([a-z-]+)'?: (?:async )?\(/gm, [sourceOf('pipeline', 'engine', 'engine.ts')]);
    expect(phases).toContain('load');
    expect(known('counts')).toEqual(asKeys('counts', inSource(/(\w+): number;/g, [members])));
    expect(known('phases')).toEqual(asKeys('phases', phases));
  });

  it('tell where coins come from and go', () => {
    const accounts = inSource(/['`]((?:source|sink):[a-z_]+)/g);
    expect(accounts).toContain('source:earn');
    expect(known('accounts')).toEqual(asKeys('accounts', accounts));
  });

  it('tell of every role', () => {
    expect(known('roles')).toEqual(asKeys('roles', ROLES));
  });
});
