import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';

/** Prove that a form came from the page of a payment. */
@Injectable()
export class PageTokens {
  private readonly key: Buffer;

  constructor({ jwtSecret }: Config) {
    this.key = createHmac('sha256', jwtSecret).update('payment page').digest();
  }

  of(paymentId: string): string {
    return createHmac('sha256', this.key).update(paymentId).digest('base64url');
  }

  isOf(paymentId: string, token: string): boolean {
    const [expected, given] = [Buffer.from(this.of(paymentId)), Buffer.from(token)];
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}
