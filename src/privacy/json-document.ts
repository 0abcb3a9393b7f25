/** A member of the document: a value, or pages of texts that are JSON already and make an array. */
export type Member = readonly [name: string, value: object | AsyncIterable<readonly string[]>];

/** One JSON object, made piece by piece, so that of an array no more than a page is in memory. */
export async function* jsonDocument(members: readonly Member[]): AsyncGenerator<string> {
  let opening = '{\n';
  for (const [name, value] of members) {
    yield `${opening}${JSON.stringify(name)}: `;
    opening = ',\n';
    if (Symbol.asyncIterator in value) yield* jsonArray(value);
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

async function* jsonArray(pages: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let opening = '[';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield `${opening}\n${page.join(',\n')}`;
    opening = ',';
  }
  yield opening === '[' ? '[]' : '\n]';
}
