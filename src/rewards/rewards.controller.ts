import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { expectedVersions } from '../platform/http/if-match';
import { decodeCursor, encodeCursor, type Page, PageQuery } from '../platform/http/page';
import { type Actor, CurrentActor, Roles } from '../platform/security/access';
import { ChangeRewardRuleDto, CreateRewardRuleDto } from './dto/reward-rule.dto';
import { RewardRuleIdPipe } from './reward-rule-id.pipe';
import { RewardRuleView } from './reward-rule.view';
import { RewardsService } from './rewards.service';

@ApiTags('rewards')
@ApiBearerAuth()
@Controller('reward-rules')
export class RewardsController {
  constructor(private readonly rewards: RewardsService) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'What players are paid for, newest first', operationId: 'listRewardRules' })
  @ApiPage(RewardRuleView)
  @ApiErrors('auth.forbidden')
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<RewardRuleView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const rules = await this.rewards.list(limit + 1, before);
    const items = rules.slice(0, limit);
    return { items, nextCursor: rules.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Post()
  @Roles('admin')
  @ApiOperation({
    summary: 'Pay players for something',
    description: 'At least one cap is needed: daily, for ever, or a cooldown.',
    operationId: 'createRewardRule',
  })
  @ApiCreatedResponse({ type: RewardRuleView })
  @ApiErrors(
    'auth.forbidden',
    'reward_rule.reason_taken',
    'reward_rule.amount_ambiguous',
    'reward.rule_uncapped',
    'wallet.unknown_currency',
  )
  async create(
    @CurrentActor() actor: Actor,
    @Body() draft: CreateRewardRuleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RewardRuleView> {
    return tagged(reply, await this.rewards.create(draft, actor));
  }

  @Patch(':id')
  @Roles('admin')
  @ApiOperation({ summary: 'Change what is paid, or switch it off', operationId: 'changeRewardRule' })
  @ApiParam({ name: 'id', format: 'uuid', example: '0199c000-0000-7000-8000-000000000101' })
  @ApiHeader({ name: 'If-Match', required: false, description: 'The version you saw (`"1"`), against lost edits.' })
  @ApiBody({ type: ChangeRewardRuleDto, examples: { twice: { summary: 'Twice a day', value: { dailyTimes: 2 } } } })
  @ApiOkResponse({ type: RewardRuleView })
  @ApiErrors(
    'auth.forbidden',
    'reward_rule.not_found',
    'reward_rule.version_mismatch',
    'reward_rule.amount_ambiguous',
    'reward.rule_uncapped',
  )
  async change(
    @CurrentActor() actor: Actor,
    @Param('id', RewardRuleIdPipe) id: string,
    @Body() changes: ChangeRewardRuleDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RewardRuleView> {
    return tagged(reply, await this.rewards.change(id, changes, actor, expectedVersions(ifMatch)));
  }
}

function tagged(reply: FastifyReply, rule: RewardRuleView): RewardRuleView {
  reply.header('etag', `"${rule.version}"`);
  return rule;
}
