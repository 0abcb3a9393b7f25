import { Config } from '../platform/config/config';
import { board } from './board';

const shownWith = (env: Record<string, string>) =>
  board(
    Config.fromEnv({ JWT_SECRET: 'a secret that only tests know, and long', FLORIN_DATA: '/nonexistent', ...env }),
    'http://127.0.0.1:3000',
    null,
  );

describe('the board of a start', () => {
  it('warns that anybody may log in where the demonstration is on', () => {
    expect(shownWith({ DEMO: 'true' })).toContain('! DEMO=true: ANYBODY');
    expect(shownWith({ DEMO: 'true' })).toContain('POST http://127.0.0.1:3000/login {"userId": "player_001"}');
  });

  it('warns of nothing where it is off, and where nobody can log in', () => {
    expect(shownWith({ DEMO: 'false' })).not.toContain('!');
    expect(shownWith({ DEMO: 'true', ROLE: 'worker' })).not.toContain('!');
  });

  it('names only addresses that answer: of a worker those of probes and metrics', () => {
    const addresses = (env: Record<string, string>) => shownWith(env).match(/http:\S+/g);
    const probes = ['http://127.0.0.1:3000/health', 'http://127.0.0.1:3000/metrics'];
    expect(addresses({ DEMO: 'false', ROLE: 'worker' })).toEqual(probes);
    for (const role of ['all', 'api']) {
      expect(addresses({ DEMO: 'false', ROLE: role })).toEqual([
        'http://127.0.0.1:3000/',
        'http://127.0.0.1:3000/console',
        'http://127.0.0.1:3000/api/v1',
        'http://127.0.0.1:3000/docs',
        ...probes,
      ]);
    }
  });
});
