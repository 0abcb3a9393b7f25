import { UsageError } from '../platform/cli/cli-command';
import { CHAOS } from './chaos';
import { optionsOf } from './options';

describe('the options of the simulator', () => {
  it('have defaults for all but the provider', () => {
    expect(optionsOf(['--provider', 'sandbox'])).toEqual({
      provider: 'sandbox',
      orders: 200,
      seed: 42,
      players: 20,
      chaos: [],
      everyMs: undefined,
      url: undefined,
      isOwn: false,
      staffTokenFile: undefined,
    });
  });

  it('take chaos by name, or all of it', () => {
    expect(optionsOf(['--provider', 'payme', '--chaos', 'forge,duplicate']).chaos).toEqual(['duplicate', 'forge']);
    expect(optionsOf(['--provider', 'payme', '--chaos', 'all']).chaos).toEqual(CHAOS);
  });

  it('go on for ever with --every, unless the orders are counted', () => {
    expect(optionsOf(['--provider', 'xsolla', '--every', '3s'])).toMatchObject({ everyMs: 3_000, orders: Infinity });
    expect(optionsOf(['--provider', 'xsolla', '--every', '1m', '--orders', '7'])).toMatchObject({ orders: 7 });
  });

  it.each([
    [[]],
    [['--provider', 'stripe']],
    [['--provider', 'payme', '--chaos', 'earthquake']],
    [['--provider', 'payme', '--orders', '0']],
    [['--provider', 'payme', '--seed', '-1']],
    [['--provider', 'payme', '--every', '3']],
    [['--provider', 'payme', '--every', '0s']],
    [['--provider', 'payme', '--every', '3s', '--chaos', 'kill']],
    [['--provider', 'payme', '--url', 'localhost:3000']],
    [['--provider', 'payme', '--verbose']],
  ])('are not understood as %j', (args) => {
    expect(() => optionsOf(args)).toThrow(UsageError);
  });
});
