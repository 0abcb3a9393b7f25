import { Config } from '../../platform/config/config';
import { XsollaProvider } from './xsolla.provider';

const waits = (env: Record<string, string>) => {
  const config = Config.fromEnv({ JWT_SECRET: 'only so that none is made and kept', ...env });
  return new XsollaProvider(config, undefined as never, undefined as never).expiresAfterMs;
};

describe('orders at Xsolla', () => {
  it('wait a day, or as long as the settings say', () => {
    expect([waits({}), waits({ XSOLLA_EXPIRES_MIN: '30' })]).toEqual([86_400_000, 1_800_000]);
  });

  it.each(['0', '1441', '1.5', 'long'])('do not wait %s minutes', (XSOLLA_EXPIRES_MIN) => {
    expect(() => waits({ XSOLLA_EXPIRES_MIN })).toThrow('XSOLLA_EXPIRES_MIN');
  });
});
