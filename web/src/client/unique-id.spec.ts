import { uniqueId } from './unique-id';

describe('an id that nobody else has', () => {
  it('is a random UUID', () => {
    const ids = Array.from({ length: 100 }, uniqueId);
    const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !version4.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(100);
  });
});
