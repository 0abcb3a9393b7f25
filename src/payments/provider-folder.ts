import type { Provider, Type } from '@nestjs/common';
import type { StandIn } from './payment-page/stand-in';
import type { PaymentProvider } from './payment-provider';

/** What a provider's folder adds to the module: `payments.module.ts` lists them, and names nothing else of theirs. */
export interface ProviderFolder {
  provider: Type<PaymentProvider>;
  /** Plays the provider on our own payment page, where nothing is real money. */
  standIn?: Type<StandIn>;
  controllers: readonly Type[];
  /** Beside `provider` and `standIn`. */
  providers: readonly Provider[];
  entities: readonly Type[];
}
