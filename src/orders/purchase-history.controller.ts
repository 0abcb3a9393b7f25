import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { CurrentUser } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { SubjectNotFound } from '../platform/security/security.errors';
import { PurchaseHistoryDto } from './dto/purchase-history.query.dto';
import { PurchaseHistoryQuery } from './purchase-history.query';
import { PurchasedWithMoney } from './purchase-history.view';

@ApiTags('orders')
@ApiBearerAuth()
@Controller('purchases')
export class PurchaseHistoryController {
  constructor(private readonly purchases: PurchaseHistoryQuery) {}

  @Get()
  @ApiOperation({ summary: 'What one bought with real money, newest first', operationId: 'listPurchases' })
  @ApiPage(PurchasedWithMoney)
  @ApiErrors('user.not_found')
  async list(
    @CurrentUser() { id: userId }: Principal,
    @Query() { user_id: asked = 'me', limit, cursor }: PurchaseHistoryDto,
  ): Promise<Page<PurchasedWithMoney>> {
    if (asked !== 'me' && asked.toLowerCase() !== userId) throw new SubjectNotFound();
    const [orderId, id] = cursor === undefined ? [] : decodeCursor(cursor, ['uuid', 'uuid']);
    const before = orderId === undefined || id === undefined ? undefined : { orderId, id };
    const found = await this.purchases.findPage(userId, limit + 1, before);
    const items = found.slice(0, limit);
    const last = items[items.length - 1];
    return { items, nextCursor: found.length > limit ? encodeCursor([last.orderId, last.id]) : null };
  }
}
