import { applyDecorators, Body, Controller, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { acceptedLanguages } from '../platform/http/accept-language';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { expectedVersions } from '../platform/http/if-match';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { type Actor, CurrentActor, CurrentUser, Public, Roles, Scoped } from '../platform/security/access';
import { isStaff, type Principal } from '../platform/security/principal';
import { ChangeProductDto, CreateProductDto } from './dto/product.dto';
import { ProductsQuery } from './dto/products.query.dto';
import { ProductView } from './product.view';
import { ProductsService } from './products.service';

/** Leaves the SKU alone: the other examples find the product by it. */
const PRICE_CHANGE = { prices: { COIN: 120 } };

/** Everybody may call; staff, known by their token, see more. */
const ApiOptionalToken = () => applyDecorators(ApiSecurity({}), ApiBearerAuth());

@ApiTags('products')
@Controller('products')
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @Get()
  @Public()
  @ApiOptionalToken()
  @ApiOperation({ summary: 'The catalogue', operationId: 'listProducts' })
  @ApiPage(ProductView)
  @ApiHeader({ name: 'Accept-Language', required: false, description: 'Chooses among localised texts.' })
  async list(
    @Query() { limit, cursor, type, active, currency, text }: ProductsQuery,
    @CurrentUser() user: Principal | undefined,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<Page<ProductView>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const filter = { type, currency, text, isActive: isStaff(user) ? activeness[active] : true };
    const items = await this.products.list(filter, limit + 1, after, acceptedLanguages(languages));
    const page = items.slice(0, limit);
    return { items: page, nextCursor: items.length > limit ? encodeCursor([page[page.length - 1].id]) : null };
  }

  @Get(':idOrSku')
  @Public()
  @ApiOptionalToken()
  @ApiOperation({ summary: 'One product, by id or SKU', operationId: 'getProduct' })
  @ApiParam({ name: 'idOrSku', example: 'day-boost' })
  @ApiOkResponse({ type: ProductView })
  @ApiErrors('product.not_found')
  async get(
    @Param('idOrSku') idOrSku: string,
    @CurrentUser() user: Principal | undefined,
    @Headers('accept-language') languages: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductView> {
    const withInactive = isStaff(user);
    return tagged(reply, await this.products.get(idOrSku, acceptedLanguages(languages), { withInactive }));
  }

  @Post()
  @Roles('admin', 'service')
  @Scoped('catalog:write')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Add a product', operationId: 'createProduct' })
  @ApiCreatedResponse({ type: ProductView })
  @ApiErrors(
    'auth.forbidden',
    'product.sku_taken',
    'product.metadata_too_large',
    'product.contents_mismatch',
    'wallet.unknown_currency',
  )
  async create(
    @CurrentActor() actor: Actor,
    @Body() draft: CreateProductDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductView> {
    return tagged(reply, await this.products.createFor(actor, draft));
  }

  @Patch(':idOrSku')
  @Roles('admin', 'service')
  @Scoped('catalog:write')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Change a product', operationId: 'changeProduct' })
  @ApiParam({ name: 'idOrSku', example: 'day-boost' })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The version you saw (`"1"`), against lost edits.' })
  @ApiBody({ type: ChangeProductDto, examples: { price: { summary: 'Another price', value: PRICE_CHANGE } } })
  @ApiOkResponse({ type: ProductView })
  @ApiErrors(
    'auth.forbidden',
    'product.not_found',
    'product.sku_taken',
    'product.version_mismatch',
    'product.metadata_too_large',
    'product.contents_mismatch',
    'wallet.unknown_currency',
  )
  async change(
    @CurrentActor() actor: Actor,
    @Param('idOrSku') idOrSku: string,
    @Body() changes: ChangeProductDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductView> {
    return tagged(reply, await this.products.change(actor, idOrSku, changes, expectedVersions(ifMatch)));
  }
}

const activeness = { true: true, false: false, all: undefined };

function tagged(reply: FastifyReply, product: ProductView): ProductView {
  reply.header('etag', `"${product.version}"`);
  return product;
}
