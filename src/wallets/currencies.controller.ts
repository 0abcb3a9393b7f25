import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { type Actor, CurrentActor, Public, Roles } from '../platform/security/access';
import { CurrenciesService } from './currencies.service';
import { CurrencyView } from './currency.view';
import { ChangeCurrencyDto, CreateCurrencyDto } from './dto/currency.dto';

@ApiTags('currencies')
@Controller('currencies')
export class CurrenciesController {
  constructor(private readonly currencies: CurrenciesService) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'All currencies', operationId: 'listCurrencies' })
  @ApiOkResponse({ type: [CurrencyView] })
  list(): Promise<CurrencyView[]> {
    return this.currencies.list();
  }

  @Post()
  @Roles('admin')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Add a currency', operationId: 'createCurrency' })
  @ApiCreatedResponse({ type: CurrencyView })
  @ApiErrors('auth.forbidden', 'wallet.currency_taken')
  create(@CurrentActor() actor: Actor, @Body() currency: CreateCurrencyDto): Promise<CurrencyView> {
    return this.currencies.create(actor, currency);
  }

  @Patch(':code')
  @Roles('admin')
  @ApiBearerAuth()
  @ApiParam({ name: 'code', example: 'COIN' })
  @ApiOperation({
    summary: 'Rename, limit or switch off a currency',
    description:
      'A lower `maxBalance` takes nothing from anybody: who holds more keeps it, and is credited again once they are ' +
      'below. Nothing comes into an inactive currency and nothing is sold for it; what is held stays.',
    operationId: 'changeCurrency',
  })
  @ApiOkResponse({ type: CurrencyView })
  @ApiErrors('auth.forbidden', 'wallet.currency_not_found')
  change(
    @CurrentActor() actor: Actor,
    @Param('code') code: string,
    @Body() change: ChangeCurrencyDto,
  ): Promise<CurrencyView> {
    return this.currencies.change(actor, code, change);
  }
}
