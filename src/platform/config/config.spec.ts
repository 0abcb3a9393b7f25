import { randomBytes } from 'node:crypto';
import { Config } from './config';

const secret = () => randomBytes(24).toString('hex');
const PRODUCTION = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/florin', DEMO: 'false' };

describe('secrets in production', () => {
  it('are all different: whoever learns one has not learned another', () => {
    const [one, other] = [secret(), secret()];
    expect(() => Config.fromEnv({ ...PRODUCTION, JWT_SECRET: one, SEAL_KEY: one })).toThrow(
      /must be different secrets/,
    );
    expect(() => Config.fromEnv({ ...PRODUCTION, JWT_SECRET: one, SEAL_KEY: other })).not.toThrow();
  });
});
