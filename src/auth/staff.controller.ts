import { Body, Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { type Actor, CurrentActor, Roles } from '../platform/security/access';
import { STAFF } from '../platform/security/principal';
import { SubjectId } from '../platform/security/subject';
import { StaffUserView } from '../users/users.service';
import { BlockDto, RoleDto, UnblockDto } from './dto/staff.dto';
import { StaffService } from './staff.service';

@ApiTags('staff')
@ApiBearerAuth()
@Controller('users')
export class StaffController {
  constructor(private readonly staff: StaffService) {}

  @Put(':id/role')
  @Roles('admin')
  @ApiOperation({
    summary: 'Make somebody staff, or a player again',
    description: 'Ends their sessions. Access tokens that are out keep the old role until they expire.',
    operationId: 'changeRole',
  })
  @ApiOkResponse({ type: StaffUserView })
  @ApiErrors('auth.forbidden', 'account.blocked', 'staff.to_oneself', 'user.not_found', 'staff.password_needed')
  changeRole(
    @CurrentActor() actor: Actor,
    @SubjectId({ write: ['admin'] }) userId: string,
    @Body() { role }: RoleDto,
  ): Promise<StaffUserView> {
    return this.staff.changeRole(actor, userId, role);
  }

  @Post(':id/block')
  @HttpCode(200)
  @Roles('support', 'finance', 'admin')
  @ApiOperation({
    summary: 'Block a user',
    description:
      'Ends their sessions, and nothing of what they hold changes any more. Admins are blocked by admins only. It may ' +
      'be repeated.',
    operationId: 'blockUser',
  })
  @ApiOkResponse({ type: StaffUserView })
  @ApiErrors('auth.forbidden', 'account.blocked', 'staff.to_oneself', 'user.not_found')
  block(
    @CurrentActor() actor: Actor,
    @SubjectId({ write: STAFF }) userId: string,
    @Body() { reason }: BlockDto,
  ): Promise<StaffUserView> {
    return this.staff.block(actor, userId, reason);
  }

  @Post(':id/unblock')
  @HttpCode(200)
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'Let a blocked user play again', operationId: 'unblockUser' })
  @ApiOkResponse({ type: StaffUserView })
  @ApiErrors('auth.forbidden', 'account.blocked', 'staff.to_oneself', 'user.not_found')
  unblock(
    @CurrentActor() actor: Actor,
    @SubjectId({ write: STAFF }) userId: string,
    @Body() { reason }: UnblockDto,
  ): Promise<StaffUserView> {
    return this.staff.unblock(actor, userId, reason);
  }
}
