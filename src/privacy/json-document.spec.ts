import { jsonDocument, type Member } from './json-document';

async function* pagesOf(...pages: readonly unknown[][]): AsyncGenerator<string[]> {
  for (const page of pages) yield page.map((item) => JSON.stringify(item));
}

async function textOf(...members: Member[]): Promise<string> {
  let text = '';
  for await (const piece of jsonDocument(members)) text += piece;
  return text;
}

describe('a JSON document made piece by piece', () => {
  it('is what JSON.stringify would make of it at once', async () => {
    const text = await textOf(
      ['profile', { id: 1, name: '"quoted"' }],
      ['none', pagesOf()],
      ['empty pages', pagesOf([], [])],
      ['list', []],
      ['entries', pagesOf([{ seq: 1 }, { seq: 2 }], [], [{ seq: 3 }])],
    );
    expect(JSON.parse(text)).toEqual({
      profile: { id: 1, name: '"quoted"' },
      none: [],
      'empty pages': [],
      list: [],
      entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }],
    });
  });

  it('asks for no page before the one before it was taken', async () => {
    let asked = 0;
    async function* pages() {
      for (; asked < 100;) yield [`${asked++}`];
    }
    const pieces = jsonDocument([['numbers', pages()]]);
    for (let taken = 0; taken < 4; taken++) await pieces.next();
    expect(asked).toBe(3);
    await pieces.return(undefined);
    expect(asked).toBe(3);
  });
});
