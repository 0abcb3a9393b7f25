import { CHARGEBACKS } from './chargebacks.sql';
import type { Pair } from './crowd';
import type { EngineDatabase } from './engine-database';

/** Id, receipt, device. */
type Row = [bigint, string, string];

/** In the order of time, by what they are looked for; some have been taken meanwhile. */
type Waiting = Map<string, bigint[]>;

/**
 * The chargebacks of purchases that are known by several receipts: whichever of them is given back, it is the same
 * purchase. First all look on their own device, then on any other, the earliest chargeback for the earliest purchase.
 */
export async function chargeBackByAnyReceipt(database: EngineDatabase): Promise<void> {
  const onDevice: Waiting = new Map();
  const anywhere: Waiting = new Map();
  for await (const rows of database.stream<Row>(CHARGEBACKS.soldByAny)) {
    for (const [purchase, receipt, device] of rows) {
      add(onDevice, nameOf(receipt, device), purchase);
      add(anywhere, receipt, purchase);
    }
  }
  for (const waiting of [onDevice, anywhere]) for (const purchases of waiting.values()) purchases.reverse();
  const taken = new Set<bigint>();
  const found: Pair[] = [];
  const left: Row[] = [];
  const charge = (row: Row, waiting?: bigint[]) => {
    const purchase = next(waiting, taken);
    if (purchase === undefined) return false;
    taken.add(purchase);
    found.push([row[0], purchase]);
    return true;
  };
  for await (const rows of database.stream<Row>(CHARGEBACKS.toldByAny)) {
    for (const row of rows) if (!charge(row, onDevice.get(nameOf(row[1], row[2])))) left.push(row);
  }
  for (const row of left) charge(row, anywhere.get(row[1]));
  await database.append('charged_back', found);
}

const nameOf = (receipt: string, device: string) => JSON.stringify([receipt, device]);

function add(waiting: Waiting, name: string, purchase: bigint): void {
  const others = waiting.get(name);
  if (others === undefined) waiting.set(name, [purchase]);
  else others.push(purchase);
}

function next(waiting: bigint[] | undefined, taken: ReadonlySet<bigint>): bigint | undefined {
  let purchase = waiting?.pop();
  while (purchase !== undefined && taken.has(purchase)) purchase = waiting?.pop();
  return purchase;
}
