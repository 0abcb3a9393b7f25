import { Body, Controller, Delete, Get, HttpCode, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { type Actor, CurrentActor, Limit } from '../platform/security/access';
import { SubjectId } from '../platform/security/subject';
import { EraseUserDto } from './dto/erase-user.dto';
import { ErasuresService } from './erasures.service';
import { ExportsService } from './exports.service';
import { PersonExport } from './person-export.view';

@ApiTags('privacy')
@ApiBearerAuth()
@Controller('users')
export class PrivacyController {
  constructor(
    private readonly exports: ExportsService,
    private readonly erasures: ErasuresService,
  ) {}

  @Get(':id/export')
  @Limit('exports')
  @ApiOperation({
    summary: 'Everything that is held about a person',
    description:
      'One JSON document, sent as it is read. What happens meanwhile may or may not be in it; an answer that breaks off ' +
      'is no valid JSON. Players get their own; `admin` gets anybody’s, and the audit log says so.',
    operationId: 'exportUser',
  })
  @ApiOkResponse({ type: PersonExport })
  @ApiErrors('user.not_found')
  async export(@CurrentActor() actor: Actor, @SubjectId({ write: ['admin'] }) userId: string): Promise<StreamableFile> {
    return new StreamableFile(await this.exports.open(actor, userId), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="florin-${userId}.json"`,
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Limit('login', ({ principal }) => principal?.id)
  @ApiOperation({
    summary: 'Erase a person',
    description:
      'For ever: name, address, password, sessions, devices and all that was written about them. Their transactions and ' +
      'ledger entries stay under the id, so the books still balance. Players erase themselves with their `password`, ' +
      'guests with their `deviceId`, unless they are blocked; `admin` erases anybody, with a `reason`. It may be repeated.',
    operationId: 'eraseUser',
  })
  @ApiNoContentResponse({ description: 'Nobody is known by this id any more.' })
  @ApiErrors('auth.invalid_credentials', 'auth.forbidden', 'account.blocked', 'user.not_found', 'user.last_admin')
  erase(
    @CurrentActor() actor: Actor,
    @SubjectId({ write: ['admin'] }) userId: string,
    @Body() body: EraseUserDto,
  ): Promise<void> {
    return this.erasures.erase(actor, userId, body);
  }
}
