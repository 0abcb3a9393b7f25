import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../http/api-errors';
import { Roles } from '../security/access';
import { OutboxReaderView, outboxReaderView } from './outbox-reader.view';
import { OutboxStatusRepository } from './outbox-status.repository';

@ApiTags('admin')
@ApiBearerAuth()
@Controller('admin/outbox-readers')
export class OutboxController {
  constructor(private readonly status: OutboxStatusRepository) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'How far behind each reader of the events is', operationId: 'listOutboxReaders' })
  @ApiOkResponse({ type: [OutboxReaderView] })
  @ApiErrors('auth.forbidden')
  async list(): Promise<OutboxReaderView[]> {
    return (await this.status.readers()).map(outboxReaderView);
  }
}
