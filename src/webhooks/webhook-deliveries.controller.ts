import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { type Actor, CurrentActor, Limit, Roles } from '../platform/security/access';
import { ReplayRangeDto, WebhookDeliveriesQuery } from './dto/webhook-deliveries.dto';
import { WebhookDeliveriesService } from './webhook-deliveries.service';
import { deliveryView, WebhookDeliveryDetails, WebhookDeliveryView, WebhookReplayView } from './webhook-delivery.view';
import { WebhookEndpointsService } from './webhook-endpoints.service';
import { DeliveryIdPipe, EndpointIdPipe } from './webhook-id.pipes';
import { type FoundDelivery, WebhookLogQuery } from './webhook-log.query';

const endpointId = { name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000600' } as const;
const deliveryId = { name: 'deliveryId', format: 'uuid', example: '0199c000-0000-7000-8000-000000000601' } as const;

/** One delivery whose sending is changed. */
const ApiMovedDelivery = () =>
  applyDecorators(
    ApiParam(endpointId),
    ApiParam(deliveryId),
    ApiErrors(
      'auth.forbidden',
      'account.blocked',
      'webhook.endpoint_not_found',
      'webhook.delivery_not_found',
      'webhook.endpoint_disabled',
    ),
  );

/** What an endpoint was told, and what it is told again. */
@ApiTags('webhooks')
@ApiBearerAuth()
@Controller('webhook-endpoints/:id')
@Roles('admin')
export class WebhookDeliveriesController {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly deliveries: WebhookDeliveriesService,
    private readonly log: WebhookLogQuery,
  ) {}

  @Post('test')
  @HttpCode(202)
  @Limit('money')
  @ApiOperation({
    summary: 'Send a message to see whether it arrives',
    description:
      'Of the type `webhook.test`, whatever the endpoint wants to be told. Look at the delivery for the end.',
    operationId: 'testWebhookEndpoint',
  })
  @ApiParam(endpointId)
  @ApiAcceptedResponse({ type: WebhookDeliveryView })
  @ApiErrors('auth.forbidden', 'account.blocked', 'webhook.endpoint_not_found', 'webhook.endpoint_disabled')
  async test(@CurrentActor() actor: Actor, @Param('id', EndpointIdPipe) id: string): Promise<WebhookDeliveryView> {
    return this.viewOf(id, await this.deliveries.test(actor, id));
  }

  @Get('deliveries')
  @ApiOperation({
    summary: 'What an endpoint was told, newest first',
    description: 'For `WEBHOOK_RETENTION_DAYS`.',
    operationId: 'listWebhookDeliveries',
  })
  @ApiParam(endpointId)
  @ApiPage(WebhookDeliveryView)
  @ApiErrors('auth.forbidden', 'webhook.endpoint_not_found')
  async list(
    @Param('id', EndpointIdPipe) id: string,
    @Query() { limit, cursor, ...filter }: WebhookDeliveriesQuery,
  ): Promise<Page<WebhookDeliveryView>> {
    await this.endpoints.get(id);
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['integer'])[0];
    const found = await this.log.findPage(id, filter, limit + 1, before);
    const shown = found.slice(0, limit);
    const attempts = await this.log.attemptsOf(
      id,
      shown.map((each) => each.id),
    );
    const items = shown.map((each) => deliveryView(each, attempts.get(each.id) ?? []));
    return { items, nextCursor: found.length > limit ? encodeCursor([shown[limit - 1].position]) : null };
  }

  @Get('deliveries/:deliveryId')
  @ApiOperation({ summary: 'One delivery, with what is sent', operationId: 'getWebhookDelivery' })
  @ApiParam(endpointId)
  @ApiParam(deliveryId)
  @ApiOkResponse({ type: WebhookDeliveryDetails })
  @ApiErrors('auth.forbidden', 'webhook.endpoint_not_found', 'webhook.delivery_not_found')
  async get(
    @Param('id', EndpointIdPipe) id: string,
    @Param('deliveryId', DeliveryIdPipe) delivery: string,
  ): Promise<WebhookDeliveryDetails> {
    await this.endpoints.get(id);
    const found = await this.deliveries.get(id, delivery);
    return Object.assign(await this.viewOf(id, found), { body: found.body });
  }

  @Post('deliveries/:deliveryId/replay')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a delivery again',
    description:
      'Under the id that it had, before what waits for the same player. One that waits stays in its place, and is tried now if it is the next.',
    operationId: 'replayWebhookDelivery',
  })
  @ApiAcceptedResponse({ type: WebhookDeliveryView })
  @ApiMovedDelivery()
  async replay(
    @CurrentActor() actor: Actor,
    @Param('id', EndpointIdPipe) id: string,
    @Param('deliveryId', DeliveryIdPipe) delivery: string,
  ): Promise<WebhookDeliveryView> {
    return this.viewOf(id, await this.deliveries.replay(actor, id, delivery));
  }

  @Post('deliveries/:deliveryId/give-up')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Try a delivery no more',
    description: 'What waits behind it for the same player is sent then. It may be replayed later; may be repeated.',
    operationId: 'giveUpWebhookDelivery',
  })
  @ApiOkResponse({ type: WebhookDeliveryView })
  @ApiMovedDelivery()
  async giveUp(
    @CurrentActor() actor: Actor,
    @Param('id', EndpointIdPipe) id: string,
    @Param('deliveryId', DeliveryIdPipe) delivery: string,
  ): Promise<WebhookDeliveryView> {
    return this.viewOf(id, await this.deliveries.giveUp(actor, id, delivery));
  }

  @Post('replay')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send again what came within a time',
    description: 'Each player’s in the order in which it came: at most 10,000 deliveries, all or none.',
    operationId: 'replayWebhookDeliveries',
  })
  @ApiParam(endpointId)
  @ApiAcceptedResponse({ type: WebhookReplayView })
  @ApiErrors(
    'auth.forbidden',
    'account.blocked',
    'webhook.endpoint_not_found',
    'webhook.endpoint_disabled',
    'webhook.replay_too_large',
  )
  async replayRange(
    @CurrentActor() actor: Actor,
    @Param('id', EndpointIdPipe) id: string,
    @Body() range: ReplayRangeDto,
  ): Promise<WebhookReplayView> {
    return { replayed: await this.deliveries.replayRange(actor, id, range) };
  }

  private async viewOf(endpointId: string, delivery: FoundDelivery): Promise<WebhookDeliveryView> {
    const attempts = await this.log.attemptsOf(endpointId, [delivery.id]);
    return deliveryView(delivery, attempts.get(delivery.id) ?? []);
  }
}
