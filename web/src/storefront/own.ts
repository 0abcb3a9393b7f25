import { sessionUserId } from '../client/session';

/** The key of a query that is about whoever is signed in: nobody is shown what was read for another. */
export function ownKey(...about: readonly unknown[]): readonly unknown[] {
  return ['own', sessionUserId.value, ...about];
}

/** Whether what was read under this key is about somebody who is not signed in now. */
export function isOfAnother(key: readonly unknown[]): boolean {
  return key[0] === 'own' && key[1] !== sessionUserId.value;
}
