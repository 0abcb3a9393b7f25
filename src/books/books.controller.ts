import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { Roles } from '../platform/security/access';
import { BooksService } from './books.service';
import { BooksReportView, RunningView } from './books.view';

/** Shorter than what proxies and clients commonly wait for. */
const PATIENCE_MS = 20_000;
const RETRY_AFTER_SECONDS = 5;

@ApiTags('admin')
@ApiBearerAuth()
@Controller('admin/books')
export class BooksController {
  constructor(private readonly books: BooksService) {}

  @Get()
  @Roles('finance', 'admin')
  @ApiOperation({
    summary: 'Proves the books: every check on one consistent snapshot',
    description: `Writes go on meanwhile. When it takes longer than ${PATIENCE_MS / 1_000} seconds the answer is 202; ask again for the report.`,
    operationId: 'verifyBooks',
  })
  @ApiOkResponse({ type: BooksReportView })
  @ApiAcceptedResponse({ type: RunningView, description: 'It goes on: ask again after `Retry-After` seconds.' })
  @ApiErrors('auth.forbidden')
  async verify(@Res({ passthrough: true }) reply: FastifyReply): Promise<BooksReportView | RunningView> {
    const report = await this.books.reportWithin(PATIENCE_MS);
    if ('balanced' in report) return report;
    reply.code(HttpStatus.ACCEPTED).header('retry-after', RETRY_AFTER_SECONDS);
    return { running: true, progress: report };
  }
}
