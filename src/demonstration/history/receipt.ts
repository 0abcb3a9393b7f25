/** What the sandbox calls the payment of an order: the receipt of the revenue pipeline. */
export function receiptOf(username: string, orderedMs: number): string {
  return `sandbox-${username}-${orderedMs}`;
}
