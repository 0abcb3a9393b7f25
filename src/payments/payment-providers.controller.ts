import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PaymentProviderView } from './payment.view';
import { PaymentProviders } from './payment-providers';

@ApiTags('checkout')
@ApiBearerAuth()
@Controller('payment-providers')
export class PaymentProvidersController {
  constructor(private readonly providers: PaymentProviders) {}

  @Get()
  @ApiOperation({ summary: 'The ways to pay that are set up here', operationId: 'listPaymentProviders' })
  @ApiOkResponse({ type: [PaymentProviderView] })
  list(): PaymentProviderView[] {
    return this.providers.list();
  }
}
