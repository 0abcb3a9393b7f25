import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../platform/http/page';
import { Roles } from '../platform/security/access';
import { NotificationsQuery, PaymentsQuery as PaymentsFilter } from './dto/payments.query.dto';
import { InboxService } from './inbox.service';
import { PaymentNotificationView, PaymentView, RefusedNotificationView } from './payment.view';
import { PaymentsQuery } from './payments.query';

/** The money of orders, and what providers told us of it. */
@ApiTags('payments')
@ApiBearerAuth()
@Controller('payments')
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsQuery,
    private readonly inbox: InboxService,
  ) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({
    summary: 'The payments of all players, newest first',
    description: '`attention=true` is what waits for finance: money that came and for which nothing could be given.',
    operationId: 'listPayments',
  })
  @ApiPage(PaymentView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor, ...filter }: PaymentsFilter): Promise<Page<PaymentView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    return pageOf(await this.payments.findPage(filter, limit + 1, before), limit);
  }

  @Get('notifications')
  @Roles('finance', 'admin')
  @ApiOperation({ summary: 'What providers told us, newest first', operationId: 'listPaymentNotifications' })
  @ApiPage(PaymentNotificationView)
  @ApiErrors('auth.forbidden')
  async notifications(
    @Query() { limit, cursor, ...filter }: NotificationsQuery,
  ): Promise<Page<PaymentNotificationView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    return pageOf(await this.inbox.list(filter, limit + 1, before), limit);
  }

  @Get('refused-notifications')
  @Roles('finance', 'admin')
  @ApiOperation({
    summary: 'What claimed to come from a provider and was not believed, newest first',
    description: 'Of each provider and reason the newest 1,000 of the last 30 days.',
    operationId: 'listRefusedNotifications',
  })
  @ApiPage(RefusedNotificationView)
  @ApiErrors('auth.forbidden')
  async refused(@Query() { limit, cursor }: PageQuery): Promise<Page<RefusedNotificationView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['integer'])[0];
    return pageOf(await this.inbox.listRefused(limit + 1, before), limit);
  }
}

function pageOf<Item extends { id: unknown }>(found: readonly Item[], limit: number): Page<Item> {
  const items = found.slice(0, limit);
  return { items, nextCursor: found.length > limit ? encodeCursor([items[limit - 1].id]) : null };
}
