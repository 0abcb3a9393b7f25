import { Controller, Delete, Get, HttpCode, HttpStatus, Patch, Post, Put, Req, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { TakesRawBody } from '../../platform/http/raw-body';
import { Limit, Public } from '../../platform/security/access';
import { paymeError } from './payme.errors';
import { answerUnreadable, PaymeFilter } from './payme.filter';
import type { RpcAnswer } from './payme-rpc';
import { PaymeService } from './payme.service';

/** The one address that Payme calls, with JSON-RPC 2.0 in a content type of its own. */
@Controller('payme/webhook')
@ApiExcludeController()
@Public()
@Limit('webhooks')
@UseFilters(PaymeFilter)
export class PaymeController {
  constructor(private readonly payme: PaymeService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @TakesRawBody(answerUnreadable)
  answer(@Req() { body, headers, ip }: FastifyRequest): Promise<RpcAnswer> {
    return this.payme.answer({ body: Buffer.isBuffer(body) ? body : Buffer.alloc(0), headers, ip });
  }

  @Get()
  refuseGet(): never {
    throw paymeError('not_post');
  }

  @Put()
  @TakesRawBody(answerUnreadable)
  refusePut(): never {
    throw paymeError('not_post');
  }

  @Patch()
  @TakesRawBody(answerUnreadable)
  refusePatch(): never {
    throw paymeError('not_post');
  }

  @Delete()
  @TakesRawBody(answerUnreadable)
  refuseDelete(): never {
    throw paymeError('not_post');
  }
}
