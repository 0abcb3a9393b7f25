/** The SQL of a moment as a seal writes it: in UTC, to the microsecond. */
export const momentOf = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The SQL of a row `s` of `ledger_seals` as a `Seal`. */
export const SEAL_COLUMNS = `
  s.id::text, s.ranges::text, s.entries::text, encode(s.root, 'hex') as root, encode(s.previous, 'hex') as previous,
  ${momentOf('s.sealed_at')} as "sealedAt", s.key_id as "keyId", encode(s.signature, 'hex') as signature`;
