import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TakesRawBody } from '../../platform/http/raw-body';
import { Limit, Public } from '../../platform/security/access';
import { OrderIdPipe } from '../order-id.pipe';
import { PAGE_POLICY } from './payment-page';
import { SandboxPageService } from './sandbox-page.service';

const SEE_OTHER = 303;

/** A page for people, outside the prefix of the API. */
@ApiExcludeController()
@Controller('pay/sandbox')
@Public()
export class SandboxPageController {
  constructor(private readonly pages: SandboxPageService) {}

  @Get(':paymentId')
  async show(
    @Param('paymentId', OrderIdPipe) paymentId: string,
    @Query('done') done: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const page = await this.pages.show(paymentId, typeof done === 'string' ? done : undefined);
    void reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY);
    void reply.header('referrer-policy', 'no-referrer');
    return page;
  }

  @Post(':paymentId')
  @Limit('purchases')
  @TakesRawBody()
  async act(
    @Param('paymentId', OrderIdPipe) paymentId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = new URLSearchParams((request.body as Buffer).toString('utf8'));
    const action = await this.pages.act(paymentId, form);
    await reply.redirect(`/pay/sandbox/${paymentId}?done=${action}`, SEE_OTHER);
  }
}
