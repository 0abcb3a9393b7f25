import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { CurrentUser } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { SubjectId } from '../platform/security/subject';
import { AccountsService } from './accounts.service';
import { LedgerQueryDto } from './dto/ledger.query.dto';
import { LedgerEntryView, ledgerEntryView } from './ledger-entry.view';
import { LedgerService } from './ledger.service';

@ApiTags('transactions')
@ApiBearerAuth()
@Controller('users')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly accounts: AccountsService,
  ) {}

  @Get(':id/ledger')
  @ApiOperation({ summary: 'Ledger entries, newest first, each with the balance after it', operationId: 'listLedger' })
  @ApiPage(LedgerEntryView)
  @ApiErrors('user.not_found')
  async list(
    @SubjectId() userId: string,
    @CurrentUser() { role }: Principal,
    @Query() { limit, cursor, ...filter }: LedgerQueryDto,
  ): Promise<Page<LedgerEntryView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['integer'])[0];
    const lines = await this.ledger.page(userId, filter, limit + 1, before);
    if (lines.length === 0) await this.accounts.requireOpen(userId);
    const items = lines.slice(0, limit).map((line) => ledgerEntryView(line, userId, role !== 'player'));
    return { items, nextCursor: lines.length > limit ? encodeCursor([items[limit - 1].seq]) : null };
  }
}
