/** What may go wrong on the way from a provider to us. */
export const CHAOS = ['duplicate', 'reorder', 'delay', 'forge', 'amount', 'drop-reply', 'kill'] as const;
export type Chaos = (typeof CHAOS)[number];

/** What befalls one thing that is told; of the kinds that were asked for. */
export interface Mishaps {
  /** How often it is sent at once; 1: as it should be. */
  copies: number;
  delayMs: number;
  /** Sent before it, each to be refused: that many with a signature or a body that is not the provider's. */
  forgeries: number;
  /** Sent before it, to be refused: the same with another sum. Only where it names one. */
  isMispriced: boolean;
  /** Sent, and the line cut before the answer; then sent again. */
  isCut: boolean;
}

export const NO_MISHAPS: Mishaps = { copies: 1, delayMs: 0, forgeries: 0, isMispriced: false, isCut: false };
