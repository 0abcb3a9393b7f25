import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../platform/http/page';
import { type Actor, CurrentActor, Roles } from '../platform/security/access';
import { ApiKeyIdPipe } from './api-key-id.pipe';
import { ApiKeyView, apiKeyView, NewApiKeyView } from './api-key.view';
import { ApiKeysService } from './api-keys.service';
import { NewApiKeyDto } from './dto/api-key.dto';

@ApiTags('api-keys')
@ApiBearerAuth()
@Controller('api-keys')
@Roles('admin')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeysService) {}

  @Post()
  @ApiOperation({
    summary: 'Make a key for a server',
    description:
      'It is good for its scopes alone. `read`: every GET that is not for one role; `funds:write`: add funds, earn; ' +
      '`inventory:write`: purchase, use; `catalog:write`: products; `events:write`: what players did; ' +
      '`pipeline:run`: inputs and runs of the pipeline.',
    operationId: 'createApiKey',
  })
  @ApiCreatedResponse({ type: NewApiKeyView })
  @ApiErrors('auth.forbidden', 'account.blocked')
  async create(@CurrentActor() actor: Actor, @Body() draft: NewApiKeyDto): Promise<NewApiKeyView> {
    const { apiKey, text } = await this.apiKeys.issue(actor, draft);
    return Object.assign(apiKeyView(apiKey), { key: text });
  }

  @Get()
  @ApiOperation({ summary: 'All keys, newest first', description: 'Revoked ones too.', operationId: 'listApiKeys' })
  @ApiPage(ApiKeyView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<ApiKeyView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const keys = await this.apiKeys.list(limit + 1, before);
    const items = keys.slice(0, limit).map(apiKeyView);
    return { items, nextCursor: keys.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Revoke a key',
    description: 'For ever, at every process within five seconds. It may be repeated.',
    operationId: 'revokeApiKey',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'It does not hold any more.' })
  @ApiErrors('auth.forbidden', 'account.blocked', 'api_key.not_found')
  revoke(@CurrentActor() actor: Actor, @Param('id', ApiKeyIdPipe) id: string): Promise<void> {
    return this.apiKeys.revoke(actor, id);
  }
}
