import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { plainToInstance, Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, Matches, ValidateNested } from 'class-validator';
import { Id } from '../../platform/http/id';
import { OneLine } from '../../platform/http/one-line';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { MAX_QUANTITY } from '../../products/products.service';
import { CURRENCY_CODE, DEFAULT_CURRENCY } from '../../wallets/wallets.service';
import { MAX_REASON, NAMED_BY_SERVICE } from './earn.dto';

const KINDS = ['purchase', 'use', 'add_funds', 'earn', 'grant', 'revoke'] as const;
const PRODUCT = '0199c000-0000-7000-8000-000000000003';
export const MAX_COMMANDS = 50;

/** What kind of command it is decides which other fields it has. */
export class CommandDto {
  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS)
  kind: (typeof KINDS)[number];
}

export class PurchaseCommandDto extends CommandDto {
  @ApiProperty({ example: PRODUCT })
  @Id()
  productId: string;

  @PlainInteger({ min: 1, max: MAX_QUANTITY, optional: true, example: 1 })
  quantity: number = 1;

  @ApiPropertyOptional({ example: DEFAULT_CURRENCY })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency: string = DEFAULT_CURRENCY;

  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  expectedAmount?: number;
}

export class UseCommandDto extends CommandDto {
  @ApiProperty({ example: PRODUCT })
  @Id()
  productId: string;

  @PlainInteger({ min: 1, max: MAX_QUANTITY, optional: true, example: 1 })
  quantity: number = 1;
}

export class AddFundsCommandDto extends CommandDto {
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, example: 100 })
  amount: number;

  @ApiPropertyOptional({ example: DEFAULT_CURRENCY })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency: string = DEFAULT_CURRENCY;
}

export class EarnCommandDto extends AddFundsCommandDto {
  @OneLine(MAX_REASON, { example: 'quest_42', description: NAMED_BY_SERVICE })
  reason: string;
}

/** Gives items (`grant`) or takes them back (`revoke`). */
export class ItemsCommandDto extends CommandDto {
  @ApiProperty({ example: PRODUCT })
  @Id()
  productId: string;

  @PlainInteger({ min: 1, max: MAX_QUANTITY, optional: true, example: 1 })
  quantity: number = 1;
}

/** By kind. */
const COMMANDS = {
  purchase: PurchaseCommandDto,
  use: UseCommandDto,
  add_funds: AddFundsCommandDto,
  earn: EarnCommandDto,
  grant: ItemsCommandDto,
  revoke: ItemsCommandDto,
} as const satisfies Record<(typeof KINDS)[number], new () => CommandDto>;

export type CommandDtos = { [Kind in keyof typeof COMMANDS]: InstanceType<(typeof COMMANDS)[Kind]> };

@ApiExtraModels(...new Set(Object.values(COMMANDS)))
export class BatchDto {
  @ApiProperty({ description: 'The player whose holdings change.' })
  @Id()
  userId: string;

  @ApiProperty({
    type: 'array',
    minItems: 1,
    maxItems: MAX_COMMANDS,
    example: [
      { kind: 'grant', productId: PRODUCT, quantity: 2 },
      { kind: 'use', productId: PRODUCT },
    ],
    items: { oneOf: [...new Set(Object.values(COMMANDS))].map((dto) => ({ $ref: getSchemaPath(dto) })) },
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_COMMANDS)
  @ValidateNested({ each: true })
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(commandOf) : value))
  commands: CommandDto[];
}

/** What is no command of a known kind becomes an empty one, which its own rules refuse. */
function commandOf(value: unknown): CommandDto {
  const { kind } = (value ?? {}) as { kind?: unknown };
  const isKnown = typeof kind === 'string' && Object.hasOwn(COMMANDS, kind);
  if (!isKnown) return new CommandDto();
  return plainToInstance<CommandDto, unknown>(COMMANDS[kind as CommandDto['kind']], value);
}
