import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import { WalletsService } from '../../wallets/wallets.service';
import { pageLink } from '../payment-page/page-link';
import type { PaymentDraft, PaymentProvider } from '../payment-provider';
import { type XsollaAccount, xsollaAccount } from './xsolla-account';
import { payStationUrl } from './xsolla-token';
import { XsollaClient } from './xsolla.client';

@Injectable()
export class XsollaProvider implements PaymentProvider {
  readonly name = 'xsolla';
  readonly currencies = null;
  readonly expiresAfterMs: number;

  private readonly account: XsollaAccount;

  constructor(
    private readonly config: Config,
    private readonly client: XsollaClient,
    private readonly wallets: WalletsService,
  ) {
    this.account = xsollaAccount(config);
    this.expiresAfterMs = config.xsolla.expiresAfterMs;
  }

  get isEnabled(): boolean {
    return this.account.isPlayed || this.account.merchant !== undefined;
  }

  async createPayment(payment: PaymentDraft): Promise<{ url: string }> {
    if (this.account.isPlayed) return { url: pageLink(this.config, payment.paymentId) };
    const scale = await this.wallets.scaleOf(payment.currency);
    const token = await this.client.createToken({ ...payment, scale });
    return { url: payStationUrl(token, this.config.xsolla.isSandbox) };
  }
}
