import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CACHE_STATUS, jsonFrom } from '../platform/cache/cache-status';
import { Public } from '../platform/security/access';
import { acceptedLanguages } from '../platform/http/accept-language';
import { PopularProductsService } from './popular-products.service';
import { PopularProductsView } from './popular-products.view';

@ApiTags('analytics')
@Controller('analytics')
export class AnalyticsController {
  constructor(private readonly popularProducts: PopularProductsService) {}

  @Get('popular-products')
  @Public()
  @ApiOperation({
    summary: 'The products bought most often in the last 7 days',
    description:
      'The window is the 168 whole hours before the running one, and that one so far. Ties are broken by units, then ' +
      'by product id. Products that are not on sale are left out. The answer is kept for an hour.',
    operationId: 'getPopularProducts',
  })
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Chooses the names of products.' })
  @ApiOkResponse({ type: PopularProductsView, headers: CACHE_STATUS })
  async popular(
    @Headers('accept-language') languages: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return jsonFrom(await this.popularProducts.read(acceptedLanguages(languages)), reply);
  }
}
