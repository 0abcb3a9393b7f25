import fc from 'fast-check';
import { PaymeModel } from './payme-model';
import type { Act, TellingKind } from './scripts';

const tell = (kind: TellingKind, attempt = 1): Act => ({ by: 'provider', kind, attempt });
const [create, perform, cancel] = [tell('CreateTransaction'), tell('PerformTransaction'), tell('CancelTransaction')];
const after = (...acts: Act[]) => PaymeModel.after(acts).status;

describe('the rules of Payme for one order', () => {
  it('know the plain stories', () => {
    expect(after()).toBe('pending');
    expect(after(create)).toBe('pending');
    expect(after(create, perform)).toBe('fulfilled');
    expect(after(create, cancel)).toBe('pending');
    expect(after(create, perform, cancel)).toBe('refunded');
    const giveUp: Act = { by: 'player', kind: 'cancel_order' };
    expect(after(create, giveUp, perform)).toBe('fulfilled');
    expect(after(create, cancel, giveUp, perform)).toBe('cancelled');
    expect(after(create, cancel, tell('CreateTransaction', 2), tell('PerformTransaction', 2))).toBe('fulfilled');
  });

  it('send again what came too early, and never perform what was cancelled', () => {
    expect(after(perform, create)).toBe('fulfilled');
    expect(after(cancel, create, perform)).toBe('refunded');
    expect(after(cancel, perform, create)).toBe('pending');
    expect(after(create, cancel, perform)).toBe('pending');
  });

  it('let an order wait for one payment at a time', () => {
    const model = new PaymeModel();
    expect([create, tell('CreateTransaction', 2), create].map((act) => model.take(act))).toEqual([true, false, true]);
    expect(model.take(tell('CheckPerformTransaction'))).toBe(false);
  });

  it('answer a repetition as they answered before', () => {
    const kinds = fc.constantFrom<TellingKind>('CreateTransaction', 'PerformTransaction', 'CancelTransaction');
    const acts = fc.array(fc.tuple(kinds, fc.integer({ min: 1, max: 2 })), { maxLength: 10 });
    fc.assert(
      fc.property(acts, (told) => {
        const model = new PaymeModel();
        for (const [kind, attempt] of told) {
          const answer = model.take(tell(kind, attempt));
          expect(model.take(tell(kind, attempt))).toBe(answer);
        }
      }),
    );
  });
});
