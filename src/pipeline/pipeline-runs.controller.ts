import {
  applyDecorators,
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { IdempotencyKey, type IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { type Actor, CurrentActor, Limit, Roles, Scoped } from '../platform/security/access';
import { RunsQuery } from './dto/pipeline.query.dto';
import { StartRunDto } from './dto/start-run.dto';
import { RunIdPipe } from './id.pipes';
import { contentTypeOf, REPORT_NAMES } from './pipeline-files';
import { acceptedRunView, PipelineRunView, pipelineRunView } from './pipeline-run.view';
import { PipelineRunsService } from './pipeline-runs.service';
import { PipelineReportNotFound } from './pipeline.errors';
import { ReportFolder } from './report-folder';

const runId = { name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000401' } as const;
const PLACE = { Location: { description: 'Where the run can be looked at.', schema: { type: 'string' as const } } };

function StartsRun(): MethodDecorator {
  return applyDecorators(
    HttpCode(202),
    Roles('finance', 'admin', 'service'),
    Scoped('pipeline:run'),
    Limit('money'),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Makes repeating the request safe.' }),
    ApiAcceptedResponse({ type: PipelineRunView, headers: PLACE }),
    ApiErrors('auth.forbidden', 'idempotency.key_invalid', 'idempotency.key_reused', 'pipeline.already_running'),
  );
}

@ApiTags('pipeline')
@ApiBearerAuth()
@Controller()
export class PipelineRunsController {
  constructor(
    private readonly runs: PipelineRunsService,
    private readonly reports: ReportFolder,
  ) {}

  @Post('pipeline/runs')
  @StartsRun()
  @ApiOperation({
    summary: 'Begin a run of the pipeline',
    description:
      'On the inputs as they are now. A worker does it; look at the run to see how far it is. One run at a time: while ' +
      'one is under way the answer is 409 with its id.',
    operationId: 'startPipelineRun',
  })
  async start(
    @CurrentActor() actor: Actor,
    @Body() options: StartRunDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PipelineRunView> {
    const { run, replayed } = await this.runs.start(actor, options, key);
    reply.header('location', `/api/v1/pipeline/runs/${run.id}`);
    if (replayed) reply.header('idempotent-replayed', 'true');
    return acceptedRunView(run);
  }

  @Post('run-pipeline')
  @StartsRun()
  @ApiOperation({ summary: 'The earlier address of `POST /pipeline/runs`', operationId: 'runPipeline' })
  runAsBefore(
    @CurrentActor() actor: Actor,
    @Body() options: StartRunDto,
    @IdempotencyKey() key: IdempotentRequest | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PipelineRunView> {
    return this.start(actor, options, key, reply);
  }

  @Get('pipeline/runs')
  @Roles('support', 'finance', 'admin', 'service')
  @ApiOperation({ summary: 'The runs of the pipeline, newest first', operationId: 'listPipelineRuns' })
  @ApiPage(PipelineRunView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor, state }: RunsQuery): Promise<Page<PipelineRunView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const found = await this.runs.list(limit + 1, before, state);
    const items = await Promise.all(found.slice(0, limit).map(async (run) => this.viewOf(run)));
    return { items, nextCursor: found.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Get('pipeline/runs/:id')
  @Roles('support', 'finance', 'admin', 'service')
  @ApiOperation({ summary: 'A run: how far it is, and what it found', operationId: 'getPipelineRun' })
  @ApiParam(runId)
  @ApiOkResponse({ type: PipelineRunView })
  @ApiErrors('auth.forbidden', 'pipeline.run_not_found')
  async get(@Param('id', RunIdPipe) id: string): Promise<PipelineRunView> {
    return this.viewOf(await this.runs.get(id));
  }

  @Get('pipeline/runs/:id/reports/:name')
  @Roles('finance', 'admin', 'service')
  @ApiOperation({
    summary: 'A report of a run',
    description: 'Of the latest 14 runs that succeeded; `reports` of a run tells which it made.',
    operationId: 'getPipelineReport',
  })
  @ApiParam(runId)
  @ApiParam({ name: 'name', enum: REPORT_NAMES, example: 'roas_d1.json' })
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ description: 'The file, as it is.' })
  @ApiErrors('auth.forbidden', 'pipeline.run_not_found', 'pipeline.report_not_found')
  async report(@Param('id', RunIdPipe) id: string, @Param('name') name: string): Promise<StreamableFile> {
    const type = contentTypeOf(name);
    const run = await this.runs.get(id);
    const report = type === undefined || run.state !== 'succeeded' ? null : await this.reports.open(run, name);
    if (report === null) throw new PipelineReportNotFound(REPORT_NAMES);
    const disposition = `attachment; filename="${name}"`;
    return new StreamableFile(report.stream, { type, length: report.bytes, disposition });
  }

  private async viewOf(run: Awaited<ReturnType<PipelineRunsService['get']>>): Promise<PipelineRunView> {
    return pipelineRunView(run, run.state === 'succeeded' ? await this.reports.namesOf(run) : []);
  }
}
