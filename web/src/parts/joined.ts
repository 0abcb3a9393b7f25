interface Query {
  isPending: boolean;
  error: unknown;
  data?: unknown;
  dataUpdatedAt?: number;
  refetch: () => unknown;
}

/** Two queries as one for `LoadedContent`: neither is shown without the other, as no sum without its currency. */
export function joined(first: Query, second: Query): Query {
  const error = first.error ?? second.error;
  return {
    isPending: error === null && (first.isPending || second.isPending),
    error,
    data: second.data === undefined ? undefined : first.data,
    dataUpdatedAt: first.error === null ? second.dataUpdatedAt : first.dataUpdatedAt,
    refetch: () => [first, second].filter((query) => query.error !== null).forEach((query) => void query.refetch()),
  };
}
