import { CURATE } from './curate.sql';
import type { EngineDatabase } from './engine-database';
import type { EngineRun } from './engine-run';

/** Rule 1: leaves one row of each purchase, and remembers by which receipts it is known. */
export async function curate(database: EngineDatabase, { dedupe }: EngineRun): Promise<void> {
  await database.run(CURATE.curated);
  await database.run(CURATE.repeatedReceipts);
  await database.run(CURATE.toldAgain);
  await database.run(CURATE.knownBy);
  await database.run(CURATE.samePurchase);
  if (dedupe === 'receipt') {
    await joinByReceipts(database);
    await database.run(CURATE.sameByReceipts);
  }
  await database.run(CURATE.receiptsOf);
  if (dedupe === 'receipt') await database.run(CURATE.sameReceipt);
}

/** Until nobody is found to be the same as somebody else. */
async function joinByReceipts(database: EngineDatabase): Promise<void> {
  for (;;) {
    await database.run(CURATE.shareReceipts);
    const [{ purchases }] = await database.rows<{ purchases: string }>(CURATE.joined);
    if (Number(purchases) === 0) return;
    await database.run(CURATE.share);
  }
}
