import { type Role, ROLES } from './principal';
import { SubjectNotFound } from './security.errors';
import { subjectOf } from './subject';

const own = '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10';
const other = '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a11';
const mayTouch = (role: Role, id: string, write?: Role[]) => {
  try {
    return subjectOf({ id: own, role }, id, { write }) === id.toLowerCase();
  } catch (error) {
    expect(error).toBeInstanceOf(SubjectNotFound);
    return false;
  }
};

describe('the user that a path names', () => {
  it.each(ROLES)('is the caller for `me` and their own id in any case (%s)', (role) => {
    for (const text of ['me', 'ME', own, own.toUpperCase()]) {
      expect(subjectOf({ id: own, role }, text, {})).toBe(own);
      expect(subjectOf({ id: own, role }, text, { write: ['admin'] })).toBe(own);
    }
  });

  it('may be somebody else for staff and services who read', () => {
    expect(ROLES.filter((role) => mayTouch(role, other))).toEqual(['support', 'finance', 'admin', 'service']);
  });

  it('may be somebody else for the named roles where something changes', () => {
    expect(ROLES.filter((role) => mayTouch(role, other, ['admin', 'service']))).toEqual(['admin', 'service']);
    expect(ROLES.filter((role) => mayTouch(role, other, []))).toEqual([]);
  });

  it.each(['', 'mee', '..', `${other} `, `{${other}}`, other.replaceAll('-', ''), "' or 1=1", `${other}\n`, '0'])(
    'is missing when it is no id: %j',
    (text) => expect(mayTouch('admin', text)).toBe(false),
  );
});
