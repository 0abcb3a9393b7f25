/** The words in which Xsolla is told what is wrong. https://developers.xsolla.com/webhooks/overview */
export type XsollaErrorCode =
  'INVALID_USER' | 'INVALID_PARAMETER' | 'INVALID_SIGNATURE' | 'INCORRECT_AMOUNT' | 'INCORRECT_INVOICE';

/** A notification that will never be right, however often it is sent. */
export class XsollaRefusal extends Error {
  /** Whether it is worth keeping: it may have been forged. */
  readonly isSuspicious: boolean;

  constructor(
    readonly code: XsollaErrorCode,
    message: string,
    { isSuspicious = true } = {},
  ) {
    super(message);
    this.isSuspicious = isSuspicious;
  }
}
