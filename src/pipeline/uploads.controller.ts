import { Controller, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { streamedBody, TakesStreamedBody } from '../platform/http/streamed-body';
import { type Actor, CurrentActor, Limit, Roles, Scoped } from '../platform/security/access';
import { StartRunDto } from './dto/start-run.dto';
import { UploadQuery } from './dto/upload.query.dto';
import { INPUTS, MAX_UPLOAD_BYTES } from './pipeline-files';
import { PipelineRunView, acceptedRunView } from './pipeline-run.view';
import { PipelineRunsService } from './pipeline-runs.service';
import { PipelineUploadTooLarge } from './pipeline.errors';
import { UploadsService } from './uploads.service';

class UploadView {
  @ApiProperty({ enum: INPUTS })
  name: string;

  @ApiProperty({ example: 18_422 })
  bytes: number;

  @ApiProperty({ example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  sha256: string;

  @ApiProperty({ type: PipelineRunView, nullable: true, description: 'The run that was begun.' })
  run: PipelineRunView | null;
}

@ApiTags('pipeline')
@ApiBearerAuth()
@Controller('pipeline/uploads')
export class UploadsController {
  constructor(
    private readonly uploads: UploadsService,
    private readonly runs: PipelineRunsService,
  ) {}

  @Post()
  @Roles('finance', 'admin', 'service')
  @Scoped('pipeline:run')
  @Limit('uploads')
  @TakesStreamedBody()
  @ApiOperation({
    summary: 'Send an input of the pipeline',
    description:
      'The body is the file and nothing else, 200 MB at most, whatever its content type ' +
      '(`curl --data-binary @costs_daily.csv "…/pipeline/uploads?name=costs_daily.csv"`). It replaces the file of that ' +
      'name once all of it is there; until then, and for a run that is under way, what was there before counts. ' +
      'With `run=true` a run begins; where one is under way the answer is 409, and the file is stored all the same.',
    operationId: 'uploadPipelineInput',
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ type: UploadView })
  @ApiErrors('auth.forbidden', 'pipeline.already_running', 'pipeline.upload_too_large', 'pipeline.upload_incomplete')
  async upload(
    @CurrentActor() actor: Actor,
    @Query() { name, run }: UploadQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadView> {
    const body = streamedBody(request, reply);
    if (Number(request.headers['content-length']) > MAX_UPLOAD_BYTES)
      throw new PipelineUploadTooLarge(MAX_UPLOAD_BYTES);
    const stored = await this.uploads.store(actor, name, body);
    if (!run) return { ...stored, run: null };
    const started = await this.runs.start(actor, new StartRunDto(), undefined);
    return { ...stored, run: acceptedRunView(started.run) };
  }
}
