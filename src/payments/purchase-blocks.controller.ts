import { Controller, Delete, Get, HttpCode, HttpStatus } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import { type Actor, CurrentActor, Limit, Roles } from '../platform/security/access';
import { SubjectId } from '../platform/security/subject';
import { PurchaseBlockView } from './purchase-block.view';
import { PurchaseBlocksService } from './purchase-blocks.service';

@ApiTags('payments')
@ApiBearerAuth()
@Controller('users')
export class PurchaseBlocksController {
  constructor(private readonly blocks: PurchaseBlocksService) {}

  @Get(':id/purchase-blocks')
  @ApiOperation({
    summary: 'Why a player may not buy with money, or might not',
    operationId: 'listPurchaseBlocks',
  })
  @ApiOkResponse({ type: [PurchaseBlockView] })
  @ApiErrors('user.not_found')
  list(@SubjectId() userId: string): Promise<PurchaseBlockView[]> {
    return this.blocks.list(userId);
  }

  @Delete(':id/purchase-blocks')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Roles('finance', 'admin')
  @Limit('purchases')
  @ApiOperation({ summary: 'Let a player buy with money again', operationId: 'liftPurchaseBlocks' })
  @ApiNoContentResponse()
  @ApiErrors('auth.forbidden', 'user.not_found')
  lift(@CurrentActor() actor: Actor, @SubjectId({ write: ['finance', 'admin'] }) userId: string): Promise<void> {
    return this.blocks.lift(actor, userId);
  }
}
