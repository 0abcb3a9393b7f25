import { hash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { EconomyService } from '../../economy/economy.service';
import { GrantRequests } from '../../grants/grant-requests.service';
import { asOf } from '../../platform/clock/clock';
import { DomainError } from '../../platform/errors/domain-error';
import type { Principal } from '../../platform/security/principal';
import { EventRecording } from '../../tracking/event-recording.service';
import { DEFAULT_CURRENCY } from '../../wallets/wallets.service';
import { Customers } from './customers.service';
import type { Deed, DeedKind, DeedOf, Life, StaffRole } from './deed';
import { Newcomers } from './newcomers.service';
import { productOf } from './purse';

/** Staff of the story, by their role. */
const STORY_STAFF: Readonly<Record<StaffRole, string>> = { support: 'support_anna', finance: 'finance_oleg' };

interface Doer {
  userId: string;
  life: Life;
}

/** The story is told as a server tells of its players: as fast as it can, and not as fast as one of them may. */
const TELLER: Principal = { id: 'demonstration-history', role: 'service', scopes: ['events:write'] };

/** Has the services do what the story tells, each at its moment. A deed that was done before changes nothing. */
@Injectable()
export class Deeds {
  private readonly logger = new Logger(Deeds.name);
  private readonly ids = new Map<string, string>();
  private readonly staff = new Map<StaffRole, string>();

  constructor(
    private readonly newcomers: Newcomers,
    private readonly customers: Customers,
    private readonly economy: EconomyService,
    private readonly recording: EventRecording,
    private readonly grants: GrantRequests,
  ) {}

  /** Brings the staff of the story into being, before there is anything to give. */
  async employ(atMs: number): Promise<void> {
    for (const [role, username] of Object.entries(STORY_STAFF) as [StaffRole, string][]) {
      const id = await asOf(atMs, () => this.newcomers.welcome(username, role));
      if (id !== null) this.staff.set(role, id);
    }
  }

  /** @throws whatever is no refusal: what may pass, after which the deed is to be done again, and faults of ours */
  async perform(life: Life, deed: Deed): Promise<void> {
    try {
      await asOf(deed.atMs, () => this.does(life, deed));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      this.logger.debug(`${life.username} could not ${deed.kind}: ${error.code}`);
    }
  }

  private async does(life: Life, deed: Deed): Promise<void> {
    if (deed.kind === 'arrive') return this.newcomers.arrive(life, deed);
    const userId = await this.idOf(life);
    if (userId === null) return; // A visitor has the name: nothing is done in it.
    const doer = { userId, life };
    await (this.ways[deed.kind] as (doer: Doer, deed: Deed) => Promise<unknown>)(doer, deed);
  }

  private readonly ways: {
    [Kind in Exclude<DeedKind, 'arrive'>]: (doer: Doer, deed: DeedOf<Kind>) => Promise<unknown>;
  } = {
    play: (doer, deed) => this.play(doer, deed),
    collect: (doer, deed) => this.economy.submit({ kind: 'earn', reason: 'daily_login', ...common(doer, deed) }),
    topUp: (doer, deed) => {
      const money = { currency: DEFAULT_CURRENCY, amount: deed.amount };
      return this.economy.submit({ kind: 'add_funds', ...money, ...common(doer, deed) });
    },
    buy: (doer, deed) => {
      const item = { productId: productOf(deed.sku).id, quantity: deed.quantity, currency: DEFAULT_CURRENCY };
      return this.economy.submit({ kind: 'purchase', ...item, ...common(doer, deed) });
    },
    use: (doer, deed) => {
      const item = { productId: productOf(deed.sku).id, quantity: deed.quantity };
      return this.economy.submit({ kind: 'use', ...item, ...common(doer, deed) });
    },
    order: ({ userId, life }, deed) => this.customers.order(userId, life.username, deed),
    refund: ({ userId, life }, deed) => this.customers.refund(userId, life.username, deed),
    chargeback: ({ userId, life }, deed) => this.customers.chargeBack(userId, life.username, deed),
    gift: (doer, deed) => this.give(doer, deed),
  };

  /** What was played is told when it is over. */
  private async play({ userId, life }: Doer, { atMs, events }: DeedOf<'play'>): Promise<void> {
    const drafts = events.map(({ afterMs, type, meta }, index) => ({
      userId,
      type,
      meta: JSON.stringify(meta),
      toldMs: atMs + afterMs,
      clientKey: hash('sha256', `${life.username} ${atMs} ${index}`, 'hex').slice(0, 32),
      pointer: `/events/${index}`,
    }));
    const endMs = atMs + Math.max(...events.map(({ afterMs }) => afterMs));
    await asOf(Math.min(endMs, Date.now()), () => this.recording.record(TELLER, drafts));
  }

  private async give(doer: Doer, { amount, by, reason, ticket, ...deed }: DeedOf<'gift'>): Promise<void> {
    const id = this.staff.get(by);
    if (id === undefined) return;
    const actor = { id, role: by, requestId: `history-${deed.atMs}` } as const;
    const what = { userId: doer.userId, currency: DEFAULT_CURRENCY, productId: null, amount, reason, ticket };
    await this.grants.request(actor, { kind: 'grant', ...what }, keyOf(doer, deed), undefined);
  }

  private async idOf({ username, arrivedMs }: Life): Promise<string | null> {
    const id = this.ids.get(username) ?? (await this.newcomers.find(username, arrivedMs));
    if (id !== null) this.ids.set(username, id);
    return id;
  }
}

function common(doer: Doer, deed: { kind: string; atMs: number }) {
  return { userId: doer.userId, actorId: doer.userId, idempotency: keyOf(doer, deed) };
}

/** A moment is like no other of its player. */
function keyOf({ life }: Doer, { kind, atMs }: { kind: string; atMs: number }) {
  return { key: `history-${atMs}`, fingerprint: `${life.username} ${kind}` };
}
