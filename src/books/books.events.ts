/** Entries were sealed: those of the ranges in `ledger_seal_ranges` with this `seal_id`. Seals are numbered 1, 2, 3 … */
export class LedgerSealed {
  static readonly type = 'ledger.sealed';

  constructor(
    readonly sealId: number,
    /** ISO 8601, the time of the seal. */
    readonly at: string,
  ) {}
}
