import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TakesRawBody } from '../../platform/http/raw-body';
import { Limit, Public } from '../../platform/security/access';
import { OrderIdPipe } from '../order-id.pipe';
import { PAGE_PATH } from './page-link';
import { PAGE_POLICY } from './payment-page';
import { PaymentPageService } from './payment-page.service';

const SEE_OTHER = 303;

/** A page for people, outside the prefix of the API. */
@ApiExcludeController()
@Controller(PAGE_PATH)
@Public()
export class PaymentPageController {
  constructor(private readonly pages: PaymentPageService) {}

  @Get(':paymentId')
  async show(
    @Param('paymentId', OrderIdPipe) paymentId: string,
    @Query() { done, refused }: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const action = done ?? refused;
    const pressed = typeof action === 'string' ? { action, isTaken: done !== undefined } : undefined;
    const page = await this.pages.show(paymentId, pressed);
    void reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY);
    void reply.header('referrer-policy', 'no-referrer');
    return page;
  }

  @Post(':paymentId')
  @Limit('purchases')
  @TakesRawBody()
  async press(
    @Param('paymentId', OrderIdPipe) paymentId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = new URLSearchParams((request.body as Buffer).toString('utf8'));
    const { action, isTaken } = await this.pages.press(paymentId, form);
    await reply.redirect(`/${PAGE_PATH}/${paymentId}?${isTaken ? 'done' : 'refused'}=${action}`, SEE_OTHER);
  }
}
