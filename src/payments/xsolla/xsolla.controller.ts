import { Controller, HttpStatus, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TakesRawBody } from '../../platform/http/raw-body';
import { Limit, Public } from '../../platform/security/access';
import { answerUnreadable, XsollaFilter } from './xsolla.filter';
import { XsollaService } from './xsolla.service';

/** Answers in Xsolla's own words: 204 or what was asked for, 400 for what will never be right. */
@Controller('webhooks')
@ApiExcludeController()
@UseFilters(XsollaFilter)
export class XsollaController {
  constructor(private readonly xsolla: XsollaService) {}

  @Post(['xsolla', 'payment'])
  @Public()
  @Limit('webhooks')
  @TakesRawBody(answerUnreadable)
  async receive(@Req() { body, headers }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.xsolla.receive(body as Buffer, headers);
    await reply.code(answer === null ? HttpStatus.NO_CONTENT : HttpStatus.OK).send(answer ?? undefined);
  }
}
