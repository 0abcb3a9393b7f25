import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { CurrentUser, Limit } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { CartLineIdPipe } from './cart-line-id.pipe';
import { CartView } from './cart.view';
import { CartsService } from './carts.service';
import { AddToCartDto, ChangeCartLineDto, GoodDto, goodOf } from './dto/cart.dto';
import { isSameGood } from './good';

/** Of the demonstration. */
const POUCH = '0199c000-0000-7000-8000-000000000008';
const POTION = '0199c000-0000-7000-8000-000000000003';
const lineId = { name: 'lineId', format: 'uuid', example: '0199c000-0000-7000-8000-000000000401' } as const;

@ApiTags('checkout')
@ApiBearerAuth()
@Controller('cart')
export class CartController {
  constructor(private readonly carts: CartsService) {}

  @Get()
  @ApiOperation({ summary: 'One’s cart, with the prices of this moment', operationId: 'getCart' })
  @ApiOkResponse({ type: CartView })
  get(@CurrentUser() { id }: Principal): Promise<CartView> {
    return this.carts.view(id);
  }

  @Post('items')
  @Limit('purchases')
  @ApiOperation({ summary: 'Put something into one’s cart', operationId: 'addToCart' })
  @ApiBody({ type: AddToCartDto, examples: { pouch: { value: { productId: POUCH, quantity: 1 } } } })
  @ApiCreatedResponse({ type: CartView })
  @ApiErrors(
    'account.blocked',
    'user.not_found',
    'product.not_found',
    'product.single_only',
    'cart.not_for_money',
    'wallet.currency_inactive',
    'cart.full',
    'cart.quantity_too_large',
    'sellable.not_found',
    'sellable.owner_unavailable',
  )
  add(@CurrentUser() { id }: Principal, @Body() body: AddToCartDto): Promise<CartView> {
    return this.carts.add(id, goodOf(body), body.quantity);
  }

  @Patch('items/:lineId')
  @Limit('purchases')
  @ApiOperation({ summary: 'Buy more or fewer of it', operationId: 'changeCartLine' })
  @ApiParam(lineId)
  @ApiOkResponse({ type: CartView })
  @ApiErrors('account.blocked', 'user.not_found', 'cart.line_not_found', 'product.single_only')
  change(
    @CurrentUser() { id }: Principal,
    @Param('lineId', CartLineIdPipe) line: string,
    @Body() { quantity }: ChangeCartLineDto,
  ): Promise<CartView> {
    return this.carts.setQuantity(id, line, quantity);
  }

  @Delete('items/:lineId')
  @Limit('purchases')
  @ApiOperation({ summary: 'Take a line out of one’s cart', operationId: 'removeCartLine' })
  @ApiParam(lineId)
  @ApiOkResponse({ type: CartView })
  @ApiErrors('account.blocked', 'user.not_found', 'cart.line_not_found')
  remove(@CurrentUser() { id: userId }: Principal, @Param('lineId', CartLineIdPipe) line: string): Promise<CartView> {
    return this.carts.remove(userId, ({ id }) => id === line);
  }

  @Delete('items')
  @Limit('purchases')
  @ApiOperation({ summary: 'Take a good out of one’s cart, by what it is', operationId: 'removeFromCart' })
  @ApiBody({ type: GoodDto, examples: { potion: { value: { productId: POTION } } } })
  @ApiOkResponse({ type: CartView })
  @ApiErrors('account.blocked', 'user.not_found', 'cart.line_not_found')
  removeGood(@CurrentUser() { id }: Principal, @Body() body: GoodDto): Promise<CartView> {
    const good = goodOf(body);
    return this.carts.remove(id, (line) => isSameGood(line, good));
  }
}
