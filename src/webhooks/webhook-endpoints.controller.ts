import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../platform/http/page';
import { type Actor, CurrentActor, Roles } from '../platform/security/access';
import { ChangeWebhookEndpointDto, NewWebhookEndpointDto, RotateWebhookSecretDto } from './dto/webhook-endpoint.dto';
import {
  endpointView,
  healthView,
  NewWebhookEndpointView,
  WebhookEndpointView,
  WebhookHealthView,
} from './webhook-endpoint.view';
import { WebhookEndpointsService } from './webhook-endpoints.service';
import { WebhookHealthQuery } from './webhook-health.query';
import { EndpointIdPipe } from './webhook-id.pipes';

const endpointId = { name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000600' } as const;

@ApiTags('webhooks')
@ApiBearerAuth()
@Controller('webhook-endpoints')
@Roles('admin')
export class WebhookEndpointsController {
  constructor(
    private readonly endpoints: WebhookEndpointsService,
    private readonly health: WebhookHealthQuery,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Have a game server told what happens',
    description: 'From now on, in order for each player, signed as in Standard Webhooks. At most 20 endpoints.',
    operationId: 'createWebhookEndpoint',
  })
  @ApiCreatedResponse({ type: NewWebhookEndpointView })
  @ApiErrors(
    'auth.forbidden',
    'account.blocked',
    'webhook.address_refused',
    'webhook.too_many_endpoints',
    'webhook.not_configured',
  )
  async create(@CurrentActor() actor: Actor, @Body() draft: NewWebhookEndpointDto): Promise<NewWebhookEndpointView> {
    const { endpoint, secret } = await this.endpoints.create(actor, draft);
    return Object.assign(endpointView(endpoint), { secret });
  }

  @Get()
  @ApiOperation({ summary: 'All endpoints, newest first', operationId: 'listWebhookEndpoints' })
  @ApiPage(WebhookEndpointView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<WebhookEndpointView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const endpoints = await this.endpoints.list(limit + 1, before);
    const items = endpoints.slice(0, limit).map(endpointView);
    return { items, nextCursor: endpoints.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Get('health')
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'How each endpoint is doing', operationId: 'getWebhookHealth' })
  @ApiOkResponse({ type: WebhookHealthView })
  @ApiErrors('auth.forbidden')
  async healthOfAll(): Promise<WebhookHealthView> {
    return healthView(await this.health.find());
  }

  @Get(':id')
  @ApiOperation({ summary: 'An endpoint', operationId: 'getWebhookEndpoint' })
  @ApiParam(endpointId)
  @ApiOkResponse({ type: WebhookEndpointView })
  @ApiErrors('auth.forbidden', 'webhook.endpoint_not_found')
  async get(@Param('id', EndpointIdPipe) id: string): Promise<WebhookEndpointView> {
    return endpointView(await this.endpoints.get(id));
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change an endpoint',
    description: 'What waits goes to the new address too, whatever it is to be told from now on.',
    operationId: 'changeWebhookEndpoint',
  })
  @ApiParam(endpointId)
  @ApiOkResponse({ type: WebhookEndpointView })
  @ApiErrors('auth.forbidden', 'account.blocked', 'webhook.endpoint_not_found', 'webhook.address_refused')
  async change(
    @CurrentActor() actor: Actor,
    @Param('id', EndpointIdPipe) id: string,
    @Body() draft: ChangeWebhookEndpointDto,
  ): Promise<WebhookEndpointView> {
    return endpointView(await this.endpoints.change(actor, id, draft));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete an endpoint',
    description: 'What waits is not sent, and its log is gone.',
    operationId: 'deleteWebhookEndpoint',
  })
  @ApiParam(endpointId)
  @ApiNoContentResponse({ description: 'It is told nothing any more.' })
  @ApiErrors('auth.forbidden', 'account.blocked', 'webhook.endpoint_not_found')
  delete(@CurrentActor() actor: Actor, @Param('id', EndpointIdPipe) id: string): Promise<void> {
    return this.endpoints.delete(actor, id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make a new secret',
    description:
      'The one until now holds for 24 hours more: everything is signed with both. Rotate again and replace the previous one to be rid of it at once.',
    operationId: 'rotateWebhookSecret',
  })
  @ApiParam(endpointId)
  @ApiOkResponse({ type: NewWebhookEndpointView })
  @ApiErrors(
    'auth.forbidden',
    'account.blocked',
    'webhook.endpoint_not_found',
    'webhook.not_configured',
    'webhook.two_secrets_hold',
  )
  async rotateSecret(
    @CurrentActor() actor: Actor,
    @Param('id', EndpointIdPipe) id: string,
    @Body() { replaces }: RotateWebhookSecretDto,
  ): Promise<NewWebhookEndpointView> {
    const { endpoint, secret } = await this.endpoints.rotateSecret(actor, id, replaces);
    return Object.assign(endpointView(endpoint), { secret });
  }

  @Post(':id/disable')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send nothing there for now',
    description: 'What happens meanwhile waits, for as long as the log is kept. It may be repeated.',
    operationId: 'disableWebhookEndpoint',
  })
  @ApiParam(endpointId)
  @ApiOkResponse({ type: WebhookEndpointView })
  @ApiErrors('auth.forbidden', 'account.blocked', 'webhook.endpoint_not_found')
  async disable(@CurrentActor() actor: Actor, @Param('id', EndpointIdPipe) id: string): Promise<WebhookEndpointView> {
    return endpointView(await this.endpoints.disable(actor, id));
  }

  @Post(':id/enable')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send there again',
    description: 'Beginning with what waits, in order. It may be repeated.',
    operationId: 'enableWebhookEndpoint',
  })
  @ApiParam(endpointId)
  @ApiOkResponse({ type: WebhookEndpointView })
  @ApiErrors('auth.forbidden', 'account.blocked', 'webhook.endpoint_not_found')
  async enable(@CurrentActor() actor: Actor, @Param('id', EndpointIdPipe) id: string): Promise<WebhookEndpointView> {
    return endpointView(await this.endpoints.enable(actor, id));
  }
}
