import { Controller, Get, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CACHE_STATUS, jsonFrom } from '../platform/cache/cache-status';
import { ApiErrors } from '../platform/http/api-errors';
import { CurrentUser } from '../platform/security/access';
import type { Principal } from '../platform/security/principal';
import { SubjectId } from '../platform/security/subject';
import { InventoryCache } from './inventory.cache';
import { InventoryView } from './inventory.view';

const ANSWER = { type: InventoryView, headers: CACHE_STATUS };

@ApiTags('inventory')
@ApiBearerAuth()
@Controller('users')
export class InventoryController {
  constructor(private readonly inventory: InventoryCache) {}

  @Get('inventory')
  @ApiOperation({ summary: 'One’s own inventory', operationId: 'getOwnInventory' })
  @ApiOkResponse(ANSWER)
  async own(@CurrentUser() user: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return jsonFrom(await this.inventory.read(user.id), reply);
  }

  @Get(':id/inventory')
  @ApiOperation({
    summary: 'What a player holds',
    description: 'Kept for 5 minutes, and renewed by every change. Players see their own; staff see everybody’s.',
    operationId: 'getInventory',
  })
  @ApiOkResponse(ANSWER)
  @ApiErrors('user.not_found')
  async of(@SubjectId() userId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return jsonFrom(await this.inventory.read(userId), reply);
  }
}
