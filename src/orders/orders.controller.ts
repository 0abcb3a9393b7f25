import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { CurrentUser } from '../platform/security/access';
import { isStaff, type Principal } from '../platform/security/principal';
import { OrdersQuery } from './dto/orders.query.dto';
import { OrderIdPipe } from './order-id.pipe';
import { OrderView, orderView } from './order.view';
import { OrderNotFound } from './orders.errors';
import { OrdersService } from './orders.service';

@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  @ApiOperation({ summary: 'One’s own orders for real money, newest first', operationId: 'listOrders' })
  @ApiPage(OrderView)
  async list(
    @CurrentUser() { id: userId }: Principal,
    @Query() { status, limit, cursor }: OrdersQuery,
  ): Promise<Page<OrderView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const orders = await this.orders.page({ userId, status }, limit + 1, before);
    const items = orders.slice(0, limit).map(orderView);
    return { items, nextCursor: orders.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'An order; staff see everybody’s', operationId: 'getOrder' })
  @ApiParam({ name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000301' })
  @ApiOkResponse({ type: OrderView })
  @ApiErrors('order.not_found')
  async get(@CurrentUser() caller: Principal, @Param('id', OrderIdPipe) id: string): Promise<OrderView> {
    const order = isStaff(caller) ? await this.orders.findAnybodys(id) : await this.orders.find(caller.id, id);
    if (order === null) throw new OrderNotFound();
    return orderView(order);
  }
}
