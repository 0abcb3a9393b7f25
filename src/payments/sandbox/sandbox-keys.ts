import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import { secretBytes } from './sandbox-signature';

/** The secrets of the sandbox: given, or made of the one that every process has. */
@Injectable()
export class SandboxKeys {
  readonly webhooks: Buffer;

  constructor(config: Config) {
    const { secret } = config.shop.sandbox;
    this.webhooks =
      secret === undefined
        ? createHmac('sha256', config.jwtSecret).update('payments of the sandbox').digest()
        : secretBytes(secret);
  }

  /** Proves that a form came from the page of this payment. */
  tokenFor(paymentId: string): string {
    return createHmac('sha256', this.webhooks).update(`page ${paymentId}`).digest('base64url');
  }

  isTokenFor(paymentId: string, token: string): boolean {
    const [expected, given] = [Buffer.from(this.tokenFor(paymentId)), Buffer.from(token)];
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}
