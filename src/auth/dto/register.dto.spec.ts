import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { RegisterDto } from './register.dto';

const good = { username: 'newcomer', email: 'newcomer@example.com', password: 'correct horse battery' };
const faultsOf = (changed: object) =>
  validateSync(plainToInstance(RegisterDto, { ...good, ...changed }), { forbidUnknownValues: true }).map(
    ({ property }) => property,
  );

describe('a registration', () => {
  it('is accepted as documented', () => expect(faultsOf({})).toEqual([]));

  it('takes exactly the usernames of the rulebook', () => {
    const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...letters), minLength: 3, maxLength: 32 }), (username) => {
        expect(faultsOf({ username })).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (username) => {
        fc.pre(!(typeof username === 'string' && /^[A-Za-z0-9_.-]{3,32}$/.test(username)));
        expect(faultsOf({ username })).toEqual(['username']);
      }),
    );
  });

  it.each(['ab', 'a'.repeat(33), 'with space', 'new\nline', 'name\n', 'имя', 'a@b', '', null, 12345, ['abc']])(
    'refuses the username %j',
    (username) => expect(faultsOf({ username })).toEqual(['username']),
  );

  it.each(['x', 'x@', '@x.com', 'a b@x.com', 'ä@x.com', 'a@bücher.example', `${'a'.repeat(250)}@x.com`, '', null, {}])(
    'refuses the email %j',
    (email) => expect(faultsOf({ email })).toEqual(['email']),
  );

  it.each(['a@x.co', 'A.B+tag@sub.example.com', 'a@xn--bcher-kva.example'])('takes the email %j', (email) =>
    expect(faultsOf({ email })).toEqual([]),
  );

  it('counts the characters of a password as people do', () => {
    expect(faultsOf({ password: '🐎'.repeat(9) })).toEqual(['password']);
    expect(faultsOf({ password: '🐎'.repeat(10) })).toEqual([]);
    expect(faultsOf({ password: '🐎'.repeat(128) })).toEqual([]);
    expect(faultsOf({ password: '🐎'.repeat(129) })).toEqual(['password']);
    expect(faultsOf({ password: 'x'.repeat(100_000) })).toEqual(['password']);
    expect(faultsOf({ password: 1234567890 })).toEqual(['password']);
  });

  it('refuses a password that everybody knows: the username or the email', () => {
    expect(faultsOf({ username: 'long.username', password: 'Long.Username' })).toEqual(['password']);
    expect(faultsOf({ password: 'NEWCOMER@example.com' })).toEqual(['password']);
  });
});
