import type { LookupAddress } from 'node:dns';
import type { Config } from '../platform/config/config';
import { HostsFile } from './hosts-file';
import { WebhookNames } from './webhook-names';
import { WebhookTarget } from './webhook-target';

const config = { production: true, webhooks: { allowsPrivate: false } } as Config;
const ADDRESSES = [{ address: '93.184.216.34', family: 4 }];

class SlowNames extends WebhookTarget {
  readonly asked: string[] = [];
  answer: () => void = () => undefined;

  protected override resolve(host: string): Promise<LookupAddress[]> {
    this.asked.push(host);
    return new Promise((resolve) => (this.answer = () => resolve(ADDRESSES)));
  }
}

describe('A name', () => {
  it('is looked for once at a time, also when nobody waits any more', async () => {
    const names = new SlowNames(config, new WebhookNames(new HostsFile()));
    const find = (signal: AbortSignal) => names.addressesOf(new URL('https://game.example.com/hook'), signal);
    const leaving = new AbortController();
    const impatient = find(leaving.signal);
    leaving.abort(new Error('too late'));
    await expect(impatient).rejects.toThrow('too late');
    const patient = [find(new AbortController().signal), find(new AbortController().signal)];
    expect(names.asked).toEqual(['game.example.com']);
    names.answer();
    expect(await Promise.all(patient)).toEqual([ADDRESSES, ADDRESSES]);

    const again = find(new AbortController().signal);
    expect(names.asked).toHaveLength(2);
    names.answer();
    expect(await again).toEqual(ADDRESSES);
  });
});
