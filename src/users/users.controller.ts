import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { ApiPage } from '../platform/http/api-page';
import { decodeCursor, encodeCursor, type Page } from '../platform/http/page';
import { CurrentUser, Roles } from '../platform/security/access';
import { isStaff, type Principal } from '../platform/security/principal';
import { SubjectId } from '../platform/security/subject';
import { UsersQuery } from './dto/users.query.dto';
import { StaffUserView, UserProfile } from './user.view';
import { UsersService } from './users.service';

@ApiTags('users')
@ApiBearerAuth()
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Roles('support', 'finance', 'admin')
  @ApiOperation({ summary: 'Find users, newest first', operationId: 'findUsers' })
  @ApiPage(StaffUserView)
  @ApiErrors('auth.forbidden')
  async find(@Query() { text, limit, cursor }: UsersQuery): Promise<Page<StaffUserView>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, ['uuid'])[0];
    const found = await this.users.search(text, limit + 1, before);
    const items = found.slice(0, limit);
    return { items, nextCursor: found.length > limit ? encodeCursor([items[limit - 1].id]) : null };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'A user and their balances',
    description: 'Players see themselves; `support`, `finance` and `admin` see everybody.',
    operationId: 'getUser',
  })
  @ApiOkResponse({ type: UserProfile })
  @ApiErrors('user.not_found')
  profile(@CurrentUser() caller: Principal, @SubjectId() id: string): Promise<UserProfile> {
    return this.users.profileOf(id, { withStatus: isStaff(caller) });
  }
}
