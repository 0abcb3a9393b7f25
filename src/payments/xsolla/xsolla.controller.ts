import { Controller, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TakesRawBody } from '../../platform/http/raw-body';
import { Limit, Public } from '../../platform/security/access';
import { XsollaRefusal } from './xsolla.errors';
import { XsollaService } from './xsolla.service';

/** Answers in Xsolla's own words: 204 or what was asked for, 400 for what will never be right. */
@Controller('webhooks')
@ApiExcludeController()
export class XsollaController {
  constructor(private readonly xsolla: XsollaService) {}

  @Post(['xsolla', 'payment'])
  @Public()
  @Limit('webhooks')
  @TakesRawBody()
  async receive(@Req() { body, headers }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    try {
      const answer = await this.xsolla.receive(body as Buffer, headers);
      await reply.code(answer === null ? HttpStatus.NO_CONTENT : HttpStatus.OK).send(answer ?? undefined);
    } catch (error) {
      if (!(error instanceof XsollaRefusal)) throw error;
      const { code, message } = error;
      await reply.code(HttpStatus.BAD_REQUEST).send({ error: { code, message } });
    }
  }
}
