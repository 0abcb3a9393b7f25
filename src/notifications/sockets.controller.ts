import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiErrors } from '../platform/http/api-errors';
import { Limit, Public } from '../platform/security/access';
import { SocketQueryDto } from './dto/socket.query.dto';
import { SocketEntrance } from './socket-entrance';

@ApiTags('notifications')
@Controller('ws')
export class SocketsController {
  constructor(private readonly entrance: SocketEntrance) {}

  @Get()
  @Public()
  @Limit('sockets')
  @ApiOperation({
    summary: 'Open a WebSocket on which one is told what happens',
    description:
      'With the subprotocols `florin` and `ticket.<ticket>` or `bearer.<access token>`; `florin` is chosen. What comes ' +
      'over it is in docs/notifications.md.',
    operationId: 'openSocket',
  })
  @ApiHeader({
    name: 'Accept-Language',
    required: false,
    description: 'Unless the ticket was asked for in a language.',
  })
  @ApiResponse({ status: 101, description: 'From here on it is a WebSocket.' })
  @ApiErrors(
    'socket.no_upgrade',
    'request.invalid',
    'auth.unauthorized',
    'auth.forbidden',
    'socket.foreign_origin',
    'rate_limit.exceeded',
    'service.unavailable',
  )
  open(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() { after }: SocketQueryDto): Promise<void> {
    return this.entrance.admit(request, reply, after);
  }
}
