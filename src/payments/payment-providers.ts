import { Inject, Injectable } from '@nestjs/common';
import { PAYMENT_PROVIDERS, type PaymentProvider } from './payment-provider';
import type { PaymentProviderView } from './payment.view';
import { CurrencyNotOffered, ProviderNotOffered } from './payments.errors';

/** The providers that are set up here, by their names. */
@Injectable()
export class PaymentProviders {
  constructor(@Inject(PAYMENT_PROVIDERS) private readonly all: readonly PaymentProvider[]) {}

  /** @throws ProviderNotOffered, CurrencyNotOffered */
  offered(name: string, currency?: string): PaymentProvider {
    const provider = this.all.find((each) => each.name === name && each.isEnabled);
    if (provider === undefined) throw new ProviderNotOffered(name, this.names());
    const takes = currency === undefined || provider.currencies === null || provider.currencies.includes(currency);
    if (!takes) throw new CurrencyNotOffered(name, currency);
    return provider;
  }

  /** Also one that is not set up any more. */
  find(name: string): PaymentProvider | undefined {
    return this.all.find((each) => each.name === name);
  }

  names(): string[] {
    return this.list().map(({ name }) => name);
  }

  list(): PaymentProviderView[] {
    return this.all.filter(({ isEnabled }) => isEnabled).map(({ name, currencies }) => ({ name, currencies }));
  }
}
