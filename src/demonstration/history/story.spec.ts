import type { Deed, Life, OrderedLine } from './deed';
import { ownLife, POCKET_MONEY } from './own-life';
import { productOf, Purse } from './purse';
import { revenueFiles } from './revenue-files';
import { type Story, storyOf } from './story';
import { DAY_MS, dayName, DAYS, periodUntil } from './story-days';

const END = Date.parse('2026-11-21T15:00:00Z');
const period = periodUntil(END);
const story = storyOf(period);

const SUPPORT_BUDGET = 5_000;
const NEVER: readonly OrderedLine[] = [{ sku: 'dragon-sword', quantity: 1_000_000 }];

const deedsOf = ({ lives }: Story) => lives.flatMap(({ deeds }) => deeds);

/** What is left of it in the end. @throws Error for what the engine would refuse */
function lived({ deeds }: Pick<Life, 'deeds'>): Purse {
  const purse = new Purse();
  const paid = new Map<number, readonly OrderedLine[]>();
  for (const deed of deeds) live(purse, deed, paid);
  return purse;
}

function live(purse: Purse, deed: Deed, paid: Map<number, readonly OrderedLine[]>): void {
  const isPossible: Partial<Record<Deed['kind'], () => boolean>> = {
    buy: () => 'sku' in deed && purse.mayBuy(deed.sku, deed.quantity),
    use: () => 'sku' in deed && purse.held(deed.sku) >= deed.quantity,
    order: () => 'lines' in deed && deed.lines.every(({ sku, quantity }) => purse.hasRoomFor(sku, quantity)),
    refund: () => 'orderedMs' in deed && purse.stillHas(paid.get(deed.orderedMs) ?? NEVER),
    chargeback: () => 'orderedMs' in deed && paid.has(deed.orderedMs),
  };
  if (isPossible[deed.kind]?.() === false) throw new Error(`They could not ${JSON.stringify(deed)}`);
  if (deed.kind === 'collect') purse.coins += 500;
  if (deed.kind === 'topUp' || (deed.kind === 'gift' && deed.amount <= SUPPORT_BUDGET)) purse.coins += deed.amount;
  if (deed.kind === 'buy') purse.buy(deed.sku, deed.quantity);
  if (deed.kind === 'use') purse.use(deed.sku, deed.quantity);
  if (deed.kind === 'refund') purse.giveBack(paid.get(deed.orderedMs) ?? NEVER);
  if (deed.kind === 'order' && deed.isPaid) {
    purse.receive(deed.lines);
    paid.set(deed.atMs, deed.lines);
  }
}

describe('the story of the demonstration', () => {
  it('is the same for the same end, and the same day by day for another day', () => {
    expect(storyOf(periodUntil(END))).toEqual(story);
    const later = storyOf(periodUntil(END + DAY_MS));
    const moved = ({ costs }: Story) => costs.map(({ campaign, cents }) => [campaign, cents]);
    expect(moved(later)).toEqual(moved(story));
  });

  it('has a few hundred players, six weeks, and something of everything', () => {
    expect(story.lives.length).toBeGreaterThanOrEqual(200);
    const atLeast = { arrive: 200, play: 2_000, collect: 1_500, buy: 1_000, use: 200, order: 300, gift: 10 };
    for (const [kind, count] of Object.entries({ ...atLeast, refund: 5, chargeback: 2 })) {
      expect(deedsOf(story).filter((deed) => deed.kind === kind).length).toBeGreaterThanOrEqual(count);
    }
    expect(new Set(deedsOf(story).map(({ atMs }) => dayName(atMs))).size).toBe(DAYS);
    expect(new Set(story.clicks.map(({ atMs }) => dayName(atMs))).size).toBe(DAYS);
  });

  it('gives every deed of a player a moment of its own, in order, and none after the end', () => {
    for (const { deeds } of story.lives) {
      const moments = deeds.map(({ atMs }) => atMs);
      expect(moments).toEqual([...new Set(moments)].sort((one, other) => one - other));
      expect(deeds[0]?.kind ?? 'arrive').toBe('arrive');
      expect(moments.filter((atMs) => atMs < period.fromMs || atMs > END)).toEqual([]);
    }
  });

  it('has nobody try what would be refused', () => {
    expect(() => story.lives.map(lived)).not.toThrow();
    const medals = deedsOf(story).filter(
      (deed) => deed.kind === 'order' && deed.lines.some(({ sku }) => sku === 'founders-medal'),
    );
    expect(medals.length).toBeLessThan(productOf('founders-medal').stock ?? 0);
  });

  it('leaves the player whom everybody logs in as with the coins of the beginning, and the best still to buy', () => {
    const purse = lived(ownLife('player', period));
    expect(purse.coins).toBe(POCKET_MONEY);
    expect([purse.held('dragon-sword'), purse.held('premium-status')]).toEqual([0, 0]);
  });

  it('is short on the day on which it ends, whenever that is', () => {
    const atMidnight = storyOf(periodUntil(Date.parse('2026-11-21T00:00:10Z')));
    expect(Math.max(...deedsOf(atMidnight).map(({ atMs }) => atMs))).toBeLessThan(Date.parse('2026-11-21T00:00:10Z'));
    expect(() => atMidnight.lives.map(lived)).not.toThrow();
  });
});

describe('the files for the revenue pipeline', () => {
  const files = revenueFiles(story);
  const rows = (name: keyof typeof files) =>
    files[name]
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));

  it('tell of the same sales, but for a few that one side does not know', () => {
    const sales = deedsOf(story).filter((deed) => deed.kind === 'order' && deed.isPaid && deed.currency === 'USD');
    const told = new Set(rows('purchases_raw.csv').map(([, , , , , receipt]) => receipt));
    const confirmed = rows('confirmed_purchases.csv');
    for (const known of [told.size, confirmed.length]) {
      expect(known).toBeLessThan(sales.length);
      expect(known).toBeGreaterThan(0.9 * sales.length);
    }
    expect(rows('sessions.csv')).toHaveLength(deedsOf(story).filter(({ kind }) => kind === 'play').length);
  });

  it('have a campaign that earned far less for its money than usual on the day before the last', () => {
    const yesterday = dayName(END - DAY_MS);
    const spent = rows('costs_daily.csv').filter(([, campaign]) => campaign === 'AUTUMN_SALE');
    const costOn = (day: string) => Number(spent.find(([date]) => date === day)?.[2]);
    expect(costOn(yesterday)).toBeGreaterThan(5 * costOn(dayName(END - 2 * DAY_MS)));
  });
});
