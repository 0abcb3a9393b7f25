import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { SubjectId } from '../platform/security/subject';
import { UserProfile } from './user.view';
import { UsersService } from './users.service';

@ApiTags('users')
@ApiBearerAuth()
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get(':id')
  @ApiOperation({
    summary: 'A user and their balances',
    description: 'Players see themselves; `support`, `finance` and `admin` see everybody.',
    operationId: 'getUser',
  })
  @ApiOkResponse({ type: UserProfile })
  @ApiErrors('user.not_found')
  profile(@SubjectId() id: string): Promise<UserProfile> {
    return this.users.profileOf(id);
  }
}
