import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Limit, Public } from '../platform/security/access';
import { ClicksService } from './clicks.service';

class TrackView {
  @ApiProperty({ example: true })
  ok: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'For `clickId` at register, guest or login.' })
  clickId: string | null;

  @ApiProperty({ description: 'False for robots and for browsers that look ahead.' })
  logged: boolean;
}

const text = { required: false, type: String } as const;

@ApiTags('attribution')
@Controller('track')
export class TrackController {
  constructor(private readonly clicks: ClicksService) {}

  @Get()
  @Public()
  @Limit('clicks')
  @ApiOperation({
    summary: 'A link of a campaign was followed',
    description:
      'Parameters of AppsFlyer links (`pid`, `c`, `af_sub1` to `af_sub5`, `clickid`, `deep_link_value` …) are understood, ' +
      'others are left out. With `redirect`, to an origin that TRACK_REDIRECTS names, the browser is sent on.',
    operationId: 'trackClick',
  })
  @ApiQuery({ name: 'character', ...text })
  @ApiQuery({ name: 'campaign', ...text, description: 'Without it `c`.' })
  @ApiQuery({ name: 'c', ...text })
  @ApiQuery({ name: 'pid', ...text, description: 'The media source.' })
  @ApiQuery({ name: 'redirect', ...text })
  @ApiOkResponse({ type: TrackView })
  @ApiFoundResponse({ description: 'To `redirect`, with the `clickId`.' })
  async track(
    @Query() query: Record<string, unknown>,
    @Req() { method, headers, ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TrackView | undefined> {
    const { clickId, location } = await this.clicks.track(query, { method, headers, ip });
    if (location === undefined) return { ok: true, clickId, logged: clickId !== null };
    void reply.code(302).header('location', location);
    return undefined;
  }
}
