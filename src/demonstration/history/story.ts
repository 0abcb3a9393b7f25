import { type Random, randomOf } from '../../platform/random/random';
import type { DeedOf, Life } from './deed';
import { LifeTelling, type Temper } from './life';
import { dayName, DAYS, dayStart, HOUR_MS, MINUTE_MS, type Period } from './story-days';

/** The same seed and the same end, the same story. */
export const SEED = 20_261_121;

const PLAYERS = 360;
const ADJECTIVES = [
  'amber',
  'bold',
  'calm',
  'dusty',
  'early',
  'fierce',
  'golden',
  'hidden',
  'icy',
  'jolly',
  'keen',
  'lucky',
];
const ANIMALS = [
  'otter',
  'falcon',
  'lynx',
  'badger',
  'raven',
  'panda',
  'gecko',
  'heron',
  'marten',
  'bison',
  'viper',
  'koala',
];
const TEMPERS: readonly Temper[] = [
  { comes: 0.2, pays: 0.04 },
  { comes: 0.35, pays: 0.15 },
  { comes: 0.5, pays: 0.25 },
  { comes: 0.75, pays: 0.4 },
];

interface Campaign {
  name: string;
  mediaSource: string;
  /** Clicks of a day that bring nobody. */
  clicks: number;
  /** What a day costs, in cents. */
  cents: number;
}

const CAMPAIGNS: readonly Campaign[] = [
  { name: 'DRAGON_LAUNCH', mediaSource: 'facebook_int', clicks: 26, cents: 900 },
  { name: 'AUTUMN_SALE', mediaSource: 'googleadwords_int', clicks: 18, cents: 1_000 },
  { name: 'STREAMERS', mediaSource: 'tiktokglobal_int', clicks: 12, cents: 700 },
];
const AWAITED = [
  { amount: 8_000, reason: 'Everything of the old account, which was lost.', ticket: 'SUP-1942' },
  { amount: 12_500, reason: 'First prize of the autumn tournament.', ticket: 'COM-2077' },
] as const;
/** Somebody typed a digit too many, the day before the last. */
const DEAR_DAY = { campaign: 'AUTUMN_SALE', day: DAYS - 2, times: 10 };

export interface StoryClick {
  atMs: number;
  campaign: string;
  mediaSource: string;
}

export interface StoryCost {
  day: string;
  campaign: string;
  cents: number;
}

export interface Story {
  period: Period;
  lives: readonly Life[];
  /** Those that bring nobody. */
  clicks: readonly StoryClick[];
  costs: readonly StoryCost[];
}

/** Each deed has this long to come to its end within the story. */
const AFTERMATH_MS = 30 * MINUTE_MS;

/** Six weeks of a game, as a pure function of where they end. */
export function storyOf(period: Period): Story {
  return {
    period,
    lives: withAwaited(
      Array.from({ length: PLAYERS }, (_, number) => lifeOf(period, number)),
      period,
    ),
    clicks: CAMPAIGNS.flatMap((campaign, number) => clicksOf(period, campaign, number)),
    costs: CAMPAIGNS.flatMap((campaign, number) => costsOf(period, campaign, number)),
  };
}

export function mediaSourceOf(campaign: string): string {
  return CAMPAIGNS.find(({ name }) => name === campaign)?.mediaSource ?? '';
}

/** More come every week, and half of those who do are brought by a campaign. */
function lifeOf(period: Period, number: number): Life {
  const random = randomOf(SEED, 1, number);
  const day = Math.floor((DAYS - 1) * random.next() ** 1.3);
  const campaign = random.chance(0.55) ? random.pick(CAMPAIGNS).name : null;
  const temper = TEMPERS[Math.min(TEMPERS.length - 1, Math.floor(random.next() ** 1.4 * TEMPERS.length))];
  const telling = new LifeTelling(temper, SEED, 2, number);
  const deeds = telling.tell(dayStart(period, day), period.toMs - AFTERMATH_MS, campaign !== null);
  return { username: nameOf(number), arrivedMs: deeds[0]?.atMs ?? period.toMs, campaign, deeds };
}

/** What support asked for beyond its budget still waits for a second person at the end. */
function withAwaited(lives: readonly Life[], period: Period): Life[] {
  const awaited = AWAITED.map((gift, hours): DeedOf<'gift'> => ({
    ...{ kind: 'gift', atMs: period.toMs - (hours + 1) * HOUR_MS, by: 'support' },
    ...gift,
  }));
  let next = 0;
  return lives.map((life) => {
    const gift = awaited[next];
    if (gift === undefined || life.deeds.length === 0 || life.deeds[0].atMs >= gift.atMs) return life;
    next++;
    return { ...life, deeds: [...life.deeds, gift].sort((one, other) => one.atMs - other.atMs) };
  });
}

function nameOf(number: number): string {
  const [adjective, animal] = [ADJECTIVES[number % 12], ANIMALS[Math.floor(number / 12) % 12]];
  return `${adjective}_${animal}_${number + 1}`;
}

function clicksOf(period: Period, { name, mediaSource, clicks }: Campaign, number: number): StoryClick[] {
  const random = randomOf(SEED, 3, number);
  const days = Array.from({ length: DAYS }, (_, day) => {
    const moments = new Set<number>();
    for (let click = clicks * weekly(day); click > 0; click--) moments.add(momentOn(period, day, random));
    return [...moments].sort((one, other) => one - other);
  });
  const told = days.flat().filter((atMs) => atMs <= period.toMs);
  return told.map((atMs) => ({ atMs, campaign: name, mediaSource }));
}

function costsOf(period: Period, { name, cents }: Campaign, number: number): StoryCost[] {
  const random = randomOf(SEED, 4, number);
  return Array.from({ length: DAYS }, (_, day) => {
    const times = name === DEAR_DAY.campaign && day === DEAR_DAY.day ? DEAR_DAY.times : 1;
    const spent = Math.round(cents * weekly(day) * times * (0.9 + 0.2 * random.next()));
    return { day: dayName(dayStart(period, day)), campaign: name, cents: spent };
  });
}

/** More is bought on two days of the week. */
function weekly(day: number): number {
  return day % 7 >= 5 ? 1.3 : 1;
}

function momentOn(period: Period, day: number, random: Random): number {
  return dayStart(period, day) + random.integer(6 * HOUR_MS, 24 * HOUR_MS - 1);
}
