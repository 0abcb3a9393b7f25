import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { acceptedLanguages } from '../platform/http/accept-language';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../platform/http/page';
import { Public } from '../platform/security/access';
import { ProductView } from './product.view';
import { ProductsService } from './products.service';

@ApiTags('products')
@Controller('items')
export class ItemsController {
  constructor(private readonly products: ProductsService) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'What can be bought with real money', operationId: 'listItems' })
  @ApiPage(ProductView)
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Chooses among localised texts.' })
  async list(
    @Query() { limit, cursor }: PageQuery,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<Page<ProductView>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const filter = { isActive: true, isForMoney: true };
    const items = await this.products.list(filter, limit + 1, after, acceptedLanguages(languages));
    const page = items.slice(0, limit);
    return { items: page, nextCursor: items.length > limit ? encodeCursor([page[page.length - 1].id]) : null };
  }
}
