import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { Actor } from '../platform/security/access';
import type { Scope } from '../platform/security/principal';
import { Forbidden } from '../platform/security/security.errors';
import { TopUpTooLarge } from '../wallets/wallets.errors';
import type { SingleCommand } from './command';
import type { BatchDto, CommandDto, CommandDtos } from './dto/batch.dto';
import { RewardTooLarge } from './economy.errors';
import { EarningsService } from './earnings.service';
import { EconomyService } from './economy.service';
import type { Accepted } from './receipt';

/** What a kind of command needs, and what it becomes but for its parties. */
interface Kind<Dto extends CommandDto> {
  scope: Scope;
  fields: (dto: Dto, actor: Actor) => object;
}

/** Several commands of a game server for one player, all of them or none. */
@Injectable()
export class BatchesService {
  private readonly kinds: { [Name in keyof CommandDtos]: Kind<CommandDtos[Name]> } = {
    purchase: { scope: 'inventory:write', fields: itself },
    use: { scope: 'inventory:write', fields: itself },
    grant: { scope: 'inventory:write', fields: byService },
    revoke: { scope: 'inventory:write', fields: byService },
    add_funds: { scope: 'funds:write', fields: itself },
    earn: { scope: 'funds:write', fields: (dto, actor) => this.earnings.terms(actor, dto) },
  };

  constructor(
    private readonly economy: EconomyService,
    private readonly earnings: EarningsService,
    private readonly config: Config,
  ) {}

  /**
   * Carries them out in order, each seeing what those before it did.
   *
   * @throws Forbidden when the key lacks a scope that one of them needs; CommandRefused naming the first that cannot be
   */
  carryOut(
    actor: Actor,
    { userId, commands }: BatchDto,
    idempotency: IdempotentRequest | undefined,
    dryRun: true | undefined,
  ): Promise<Accepted> {
    this.refuseTooMuch(commands);
    const parties = { userId, actorId: actor.id };
    const made = commands.map((dto) => ({ ...this.made(dto, actor), ...parties }) as SingleCommand);
    return this.economy.submit({ kind: 'batch', ...parties, commands: made, idempotency, dryRun });
  }

  private made(dto: CommandDto, actor: Actor): object {
    const { scope, fields } = this.kinds[dto.kind] as Kind<CommandDto>;
    if (actor.scopes?.includes(scope) !== true) throw new Forbidden();
    return { kind: dto.kind, ...fields(dto, actor) };
  }

  /** What one request may add or pay, it may not exceed in parts. */
  private refuseTooMuch(commands: readonly CommandDto[]): void {
    const { maxTopUp, maxEarn } = this.config;
    if (sumOf(commands, 'add_funds') > maxTopUp) throw new TopUpTooLarge(maxTopUp);
    if (sumOf(commands, 'earn') > maxEarn) throw new RewardTooLarge(maxEarn);
  }
}

function sumOf(commands: readonly CommandDto[], kind: 'add_funds' | 'earn'): number {
  const amounts = commands.map((command) => (command.kind === kind ? (command as CommandDtos[typeof kind]).amount : 0));
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function itself(dto: CommandDto): object {
  return dto;
}

/** A service needs no second person, and no grant says why. */
function byService(dto: CommandDto): object {
  return Object.assign(dto, { grantId: null, approverId: null });
}
