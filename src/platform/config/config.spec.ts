import { Config } from './config';

const SECRETS = {
  JWT_SECRET: 'kR7vQ2mX9cLpW4zT8bNfY6hJ3gD5sA1u',
  SEAL_KEY: 'hG3nV8xB5qZ1wC7tM4kP9rS2yL6jF0dE',
  EXTERNAL_JWT_SECRET: 'uT5bN2cX8vW1mQ7kJ4hR9pL3zY6gD0sA',
  EXTERNAL_JWT_ISSUER: 'https://auth.studio.example',
  EXTERNAL_JWT_AUDIENCE: 'florin-of-studio',
};

const faultsOf = (env: Record<string, string>) => {
  try {
    Config.fromEnv({ DATABASE_URL: 'postgres://x/y', FLORIN_DATA: '/nonexistent', ...SECRETS, ...env });
    return [];
  } catch (error) {
    return String(error).split('\n').slice(1);
  }
};

describe('The secrets of Florin', () => {
  it.each(['production', 'development'])('are fine in %s when each has one use', (NODE_ENV) => {
    expect(faultsOf({ NODE_ENV })).toEqual([]);
    expect(faultsOf({ NODE_ENV, SEAL_KEYS_RETIRED: 'an older one, an older one, the oldest' })).toEqual([]);
  });

  it.each([
    ['SEAL_KEY', 'JWT_SECRET'],
    ['EXTERNAL_JWT_SECRET', 'JWT_SECRET'],
    ['SEAL_KEY', 'EXTERNAL_JWT_SECRET'],
    ['SEAL_KEYS_RETIRED', 'JWT_SECRET'],
    ['SEAL_KEYS_RETIRED', 'EXTERNAL_JWT_SECRET'],
    ['SEAL_KEYS_RETIRED', 'SEAL_KEY'],
    ['WEBHOOK_KEY', 'JWT_SECRET'],
    ['WEBHOOK_KEY', 'SEAL_KEY'],
  ] as const)('are refused where %s is %s, in production and elsewhere', (name, other) => {
    const fault = `  - ${name} must not be ${other}: each secret has one use`;
    for (const NODE_ENV of ['production', 'development']) {
      for (const value of [SECRETS[other], ` ${SECRETS[other]} `]) {
        expect(faultsOf({ NODE_ENV, [name]: value })).toEqual([fault]);
      }
    }
    if (name === 'SEAL_KEYS_RETIRED') expect(faultsOf({ [name]: `an older one, ${SECRETS[other]}` })).toEqual([fault]);
  });

  it('are no password that the start tells', () => {
    expect(faultsOf({ DEMO_PASSWORD: SECRETS.JWT_SECRET })).toEqual([
      '  - DEMO_PASSWORD must not be JWT_SECRET: each secret has one use',
    ]);
  });
});

describe('The key of webhooks', () => {
  it('may be missing in production, but not be a weak one', () => {
    expect(faultsOf({ NODE_ENV: 'production', WEBHOOK_KEY: '' })).toEqual([]);
    expect(faultsOf({ NODE_ENV: 'production', WEBHOOK_KEY: 'short' })).toEqual([
      '  - WEBHOOK_KEY must have at least 32 characters',
    ]);
  });
});

describe('The settings of Xsolla', () => {
  it('are there with all that it takes to sell, or it is said what is missing', () => {
    expect(faultsOf({ XSOLLA_MERCHANT_ID: '1' })).toEqual(['  - XSOLLA_API_KEY is required with XSOLLA_MERCHANT_ID']);
    expect(faultsOf({ XSOLLA_MERCHANT_ID: '1', XSOLLA_API_KEY: 'a key' })).toEqual([
      '  - XSOLLA_WEBHOOK_SECRET is required with XSOLLA_API_KEY',
      '  - XSOLLA_PROJECT_ID is required with XSOLLA_API_KEY',
    ]);
  });
});
