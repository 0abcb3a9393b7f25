import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Print, type SettingsCommand, UsageError } from '../platform/cli/cli-command';
import type { Config } from '../platform/config/config';
import { booksReport } from './books-verdict';
import { FlorinProcess, isListening, untilReady } from './florin-process';
import { Interrupts } from './interrupts';
import { Killer } from './killer';
import { type Options, optionsOf, USAGE } from './options';
import { Player } from './player';
import { Progress } from './progress';
import type { ProviderPlayer } from './provider-player';
import { providerPlayer } from './provider-players';
import { isGood, report } from './report';
import { Simulation } from './simulation';
import { lookAt } from './shop-window';
import { Shopper } from './shopper';
import { Storyteller } from './story';
import { Tally } from './tally';
import { Wire } from './wire';

/** `npm run simulate -- --provider sandbox --orders 200 --seed 42 --chaos all` */
export const simulate: SettingsCommand = {
  needs: 'settings',
  summary: 'plays players and a payment provider against a running Florin, and proves what became of it',
  usage: USAGE,
  async run(config, args, print) {
    const options = optionsOf(args);
    if (config.production) throw new UsageError('The simulator pays with money that is none: never in production.');
    const url = options.url ?? `http://127.0.0.1:${config.port}`;
    const provider = providerPlayer(config, options.provider);
    const staffToken = options.staffTokenFile && (await readFile(options.staffTokenFile, 'utf8')).trim();
    const own = await ownFlorin(config, options, url);
    const interrupts = new Interrupts();
    interrupts.listen();
    try {
      await own?.start();
      await untilReady(url);
      const isRight = await simulated({ config, options, url, provider, own, staffToken, interrupts }, print);
      if (!isRight) throw new Error('Something is left to be explained.');
    } finally {
      await own?.stop();
      interrupts.close();
    }
  },
};

interface Stage {
  config: Config;
  options: Options;
  url: string;
  provider: ProviderPlayer;
  own: FlorinProcess | undefined;
  staffToken: string | undefined;
  interrupts: Interrupts;
}

/**
 * The Florin that the simulator starts; undefined: it plays against one that runs.
 *
 * @throws UsageError when it would have to kill one that it did not start, or when there is none
 */
async function ownFlorin(config: Config, options: Options, url: string): Promise<FlorinProcess | undefined> {
  const isThere = await isListening(url);
  const kills = options.chaos.includes('kill');
  if (isThere && (kills || options.isOwn))
    throw new UsageError(
      `Something answers at ${url} already, and what the simulator did not start it does not kill. End it, choose ` +
        'another PORT or --url, or leave kill and --own away.',
    );
  if (isThere) return undefined;
  if (!kills && !options.isOwn)
    throw new UsageError(`Nothing answers at ${url}: start Florin there (npm start), or add --own.`);
  const { hostname, port, protocol } = new URL(url);
  if (protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new UsageError(`The simulator starts a Florin on this machine only, over http; not at ${url}.`);
  const host = hostname === 'localhost' ? '127.0.0.1' : hostname.replace(/[[\]]/g, '');
  return new FlorinProcess(url, config.dataFolder, { HOST: host, PORT: port === '' ? '80' : port });
}

/** @returns whether all is explained */
async function simulated(stage: Stage, print: Print): Promise<boolean> {
  const { config, options, url, provider, own, staffToken, interrupts } = stage;
  const startedAt = Date.now();
  const tally = new Tally();
  const wire = new Wire(url, tally);
  const shop = await lookAt(wire, provider.currency);
  await requireSameKeys(wire, provider, config, options);
  const shopper = new Shopper(shop, { provider: options.provider, currency: provider.currency }, tally);
  const setting = { provider: options.provider, scale: shop.scale, run: randomUUID() };
  const teller = new Storyteller({ provider, shopper, wire }, setting, tally);
  const progress = new Progress(process.stderr, options.orders);
  const killer = new Killer(own, options, tally, (line) => progress.say(line));
  const simulation = new Simulation({ ...options, secret: config.jwtSecret }, wire, teller, (orders) => {
    progress.show(orders, `${tally.of('told')} told`);
    killer.orderFinished(orders);
  });
  const played = interrupts.during(simulation.play(), () => {
    progress.say('No more orders; those that were begun are played to their end.');
    simulation.stop();
  });
  await Promise.race([played, killer.failure]);
  progress.finish();
  await killer.settled();

  const orders = await simulation.endings();
  const players = await simulation.playerEndings();
  const seconds = (Date.now() - startedAt) / 1_000;
  const outcome = { tally, orders, players, books: await booksReport(wire, staffToken), seconds };
  print(`The story of seed ${options.seed} with ${options.provider}, at ${url}`);
  print('');
  for (const line of report(outcome)) print(line);
  return isGood(outcome);
}

/** @throws UsageError when the server would believe nothing of what we sign */
async function requireSameKeys(
  wire: Wire,
  provider: ProviderPlayer,
  { jwtSecret }: Config,
  { provider: name, seed }: Options,
): Promise<void> {
  const player = await Player.enter(wire, jwtSecret, `${seed} 0`);
  const answer = await wire.send(provider.question(player.id));
  if (answer.status === 404) throw new UsageError(`Florin knows no ${name} there.`);
  if (provider.isDisbelieved(answer))
    throw new UsageError(
      `Florin does not believe what is signed with our keys of ${name}: start both with the same settings ` +
        '(FLORIN_DATA or JWT_SECRET, and the keys of the provider).',
    );
}
