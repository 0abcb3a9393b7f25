/**
 * Who may ask the machine what time it is. Everybody else asks `platform/clock` (docs/adr/0005): what is written as having
 * happened is to be told another moment. Whoever adds a file here says by that: it waits, measures, expires, or reports.
 */
export const ASKS_THE_MACHINE: readonly RegExp[] = [
  // What carries the application, and what plays from outside.
  /^platform\//,
  /^simulator\//,
  /^pipeline\/(engine\/|input-folder|run-work)/,
  /^sellables\/ambassador\.client/,
  // Tokens, keys, tickets and sockets, which run out.
  /^auth\/(api-key-principals|api-keys\.service|external-keys|external-tokens|unknown-keys|verified-tokens)/,
  /^notifications\/(player-socket|socket-entrance|socket-expulsion)/,
  /^webhooks\/(webhook-(courier|endpoint\.view|request|sender)|webhooks\.metrics)/,
  // What is due, or too late.
  /^orders\/(orders\.controller|orders\.service)/,
  /^payments\/(payments\.service|payme\/payme\.provider)/,
  // What others sign, and what stands in for them.
  /^payments\/\w+\/(sandbox-(signature|sender)|\w+\.stand-in)/,
  // Retention, and rounds of the books.
  /^(attribution\/click-retention|notifications\/notification-retention|payments\/inbox-retention)/,
  /^tracking\/event-(erasure|partitions\.service|type-names\.service)/,
  /^books\//,
  // Reports and lists up to this moment.
  /^(analytics\/(sales|economy|economy-days)\.service|attribution\/campaigns\.service)/,
  /^tracking\/(event-stats\.(service|query)|events\.query)/,
  // The clock of a batch, for commands that were told no moment, and whoever makes a past.
  /^economy\/batch\.service/,
  /^demonstration\/history\//,
];
