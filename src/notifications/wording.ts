/** The names of products by their ids, in one language. */
export type Names = ReadonlyMap<string, string>;

/**
 * What is kept of an event: ids, quantities and amounts. The names of products change, and there are some in each
 * language: they are put in when it is read.
 */
export interface Facts {
  readonly items?: readonly Item[];
  readonly [fact: string]: unknown;
}

interface Item {
  readonly id: string;
  /** Kept by an earlier version, and good for a product that nobody knows any more. */
  readonly name?: string;
  readonly quantity: number;
  /** Of what an order gave and was taken back. */
  readonly owed?: number;
}

/** What the facts are when they are kept. */
export interface Kept {
  userId: string;
  type: string;
  facts: Facts;
}

export function productsOf({ items = [] }: Facts): readonly string[] {
  return items.map(({ id }) => id);
}

/** As the API tells it: a purchase in the shape of the earlier system, and with what is new beside it. */
export function worded({ userId, type, facts }: Kept, names: Names): object {
  const { items } = facts;
  return {
    ...(type === 'purchase.completed' && { type: 'purchase_success', user_id: userId }),
    ...facts,
    ...(items && { items: items.map((item) => named(item, names)) }),
  };
}

function named({ id, name = '', ...rest }: Item, names: Names): object {
  return { id, name: names.get(id) ?? name, ...rest };
}
