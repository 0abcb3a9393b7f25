import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../http/api-errors';
import { ApiPage } from '../http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../http/page';
import { Roles } from '../security/access';
import { AuditLogQuery } from './audit-log.dto';
import { AuditService } from './audit.service';
import { AuditEntryView, auditEntryView } from './audit.view';

@ApiTags('admin')
@ApiBearerAuth()
@Controller('admin/audit-log')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'What staff and services changed, newest first', operationId: 'listAuditLog' })
  @ApiPage(AuditEntryView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor, ...filter }: AuditLogQuery): Promise<Page<AuditEntryView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const entries = await this.audit.list(filter, limit + 1, before);
    const items = entries.slice(0, limit).map(auditEntryView);
    return { items, nextCursor: entries.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }
}
