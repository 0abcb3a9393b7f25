import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../http/api-errors';
import { ApiPage } from '../http/api-page';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../http/page';
import { type Actor, CurrentActor, Limit, Roles } from '../security/access';
import { FailedJobs } from './failed-jobs.service';
import { FailedJobView, QueueView } from './queue.view';
import { QueuesService } from './queues.service';

const queueName = { name: 'name', example: 'maintenance' } as const;
/** Of each queue, as `JobsModule` has it. */
const MOST_KEPT = 10_000;
const jobId = { name: 'id', example: '17' } as const;

@ApiTags('admin')
@ApiBearerAuth()
@Controller('admin/queues')
export class QueuesController {
  constructor(
    private readonly queues: QueuesService,
    private readonly failedJobs: FailedJobs,
  ) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({
    summary: 'How much background work waits, runs and was given up, by queue, and whether somebody should look',
    operationId: 'listQueues',
  })
  @ApiOkResponse({ type: [QueueView] })
  @ApiErrors('auth.forbidden')
  list(): Promise<QueueView[]> {
    return this.queues.list();
  }

  @Get(':name/failed-jobs')
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'The jobs of a queue that were given up, newest first', operationId: 'listFailedJobs' })
  @ApiParam(queueName)
  @ApiPage(FailedJobView)
  @ApiErrors('auth.forbidden', 'queue.not_found')
  async failed(@Param('name') name: string, @Query() { limit, cursor }: PageQuery): Promise<Page<FailedJobView>> {
    const read = cursor === undefined ? 0 : decodeCursor(cursor, ['integer'])[0];
    const offset = Math.min(Math.max(read, 0), MOST_KEPT);
    const jobs = await this.failedJobs.list(name, offset, limit + 1);
    const nextCursor = jobs.length > limit ? encodeCursor([offset + limit]) : null;
    return { items: jobs.slice(0, limit), nextCursor };
  }

  @Post(':name/failed-jobs/:id/retry')
  @HttpCode(204)
  @Roles('admin')
  @Limit('purchases')
  @ApiOperation({ summary: 'Have a job that was given up tried again', operationId: 'retryFailedJob' })
  @ApiParam(queueName)
  @ApiParam(jobId)
  @ApiNoContentResponse({ description: 'It waits to be tried.' })
  @ApiErrors('auth.forbidden', 'queue.not_found', 'queue.job_not_found')
  retry(@CurrentActor() actor: Actor, @Param('name') name: string, @Param('id') id: string): Promise<void> {
    return this.failedJobs.retry(actor, name, id);
  }

  @Delete(':name/failed-jobs/:id')
  @HttpCode(204)
  @Roles('admin')
  @Limit('purchases')
  @ApiOperation({ summary: 'Forget a job that was given up', operationId: 'dismissFailedJob' })
  @ApiParam(queueName)
  @ApiParam(jobId)
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiErrors('auth.forbidden', 'queue.not_found', 'queue.job_not_found')
  dismiss(@CurrentActor() actor: Actor, @Param('name') name: string, @Param('id') id: string): Promise<void> {
    return this.failedJobs.dismiss(actor, name, id);
  }
}
