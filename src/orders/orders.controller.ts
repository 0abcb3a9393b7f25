import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { CurrentUser } from '../platform/security/access';
import { isStaff, type Principal } from '../platform/security/principal';
import { OrdersQuery } from './dto/orders.query.dto';
import { LateOrders } from './late-orders.service';
import { OrderIdPipe } from './order-id.pipe';
import { OrderView } from './order.view';
import { OrderViews } from './order-views.service';
import type { Order } from './order.entity';
import { OrderNotFound } from './orders.errors';
import { OrdersService } from './orders.service';

@ApiTags('orders')
@ApiBearerAuth()
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly late: LateOrders,
    private readonly views: OrderViews,
  ) {}

  @Get()
  @ApiOperation({ summary: 'One’s own orders for real money, newest first', operationId: 'listOrders' })
  @ApiPage(OrderView)
  async list(
    @CurrentUser() { id: userId }: Principal,
    @Query() { status, limit, cursor }: OrdersQuery,
  ): Promise<Page<OrderView>> {
    await this.late.endOf(userId);
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const orders = await this.orders.page({ userId, status }, limit + 1, before);
    const items = await this.views.ofOnePlayer(orders.slice(0, limit));
    return { items, nextCursor: orders.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'An order; staff see everybody’s', operationId: 'getOrder' })
  @ApiParam({ name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000301' })
  @ApiOkResponse({ type: OrderView })
  @ApiErrors('order.not_found')
  async get(@CurrentUser() caller: Principal, @Param('id', OrderIdPipe) id: string): Promise<OrderView> {
    const find = () => (isStaff(caller) ? this.orders.findAnybodys(id) : this.orders.find(caller.id, id));
    const order = await find();
    if (order === null) throw new OrderNotFound();
    if (!isLate(order)) return this.views.of(order);
    await this.late.endOf(order.userId);
    return this.views.of((await find()) ?? order);
  }
}

function isLate({ status, expiresAt }: Order): boolean {
  return status === 'pending' && expiresAt.getTime() <= Date.now();
}
