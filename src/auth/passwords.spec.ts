import { Passwords } from './passwords';

describe('passwords', () => {
  const passwords = new Passwords();
  beforeAll(() => passwords.onModuleInit());

  it('are kept as argon2id with the recommended cost, salted', async () => {
    const [one, two] = await Promise.all([passwords.hash('the same words'), passwords.hash('the same words')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it('match whatever the keyboard composes', async () => {
    const hash = await passwords.hash('pass\u00e9 compos\u00e9');
    expect(await passwords.matches(hash, 'passe\u0301 compose\u0301')).toBe(true);
    expect(await passwords.matches(hash, 'passe compose')).toBe(false);
  });

  it('of nobody are wrong, whatever they are', async () => {
    expect(await passwords.matches(undefined, 'anything at all')).toBe(false);
    expect(await passwords.matches(null, '')).toBe(false);
  });
});
