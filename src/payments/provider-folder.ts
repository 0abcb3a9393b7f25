import type { Provider, Type } from '@nestjs/common';
import type { PaymentProvider } from './payment-provider';

/** What a provider's folder adds to the module: `payments.module.ts` lists them, and names nothing else of theirs. */
export interface ProviderFolder {
  provider: Type<PaymentProvider>;
  controllers: readonly Type[];
  /** Beside `provider`. */
  providers: readonly Provider[];
  entities: readonly Type[];
}
