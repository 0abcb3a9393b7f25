import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsIn, ValidateBy } from 'class-validator';
import { NOTIFICATION_TYPES, type NotificationType } from '../../notifications/told.events';
import { OneLine } from '../../platform/http/one-line';
import { Optional } from '../../platform/http/plain-integer';

const MAX_URL_CHARACTERS = 1_000;
const MAX_DESCRIPTION_CHARACTERS = 200;

const URL_SHOWN = {
  format: 'uri',
  maxLength: MAX_URL_CHARACTERS,
  example: 'https://game.example.com/florin',
  description: 'https, in production; on the public internet, unless `WEBHOOK_ALLOW_PRIVATE` says otherwise.',
};
const TYPES_SHOWN = {
  enum: NOTIFICATION_TYPES,
  isArray: true,
  example: ['purchase.completed', 'order.fulfilled'],
  description: 'What it is told of; empty: everything, also what there will be one day.',
};

function HttpAddress(): PropertyDecorator {
  return ValidateBy({
    name: 'httpAddress',
    validator: {
      validate: isHttpAddress,
      defaultMessage: () => `must be an address of at most ${MAX_URL_CHARACTERS} characters that begins with https://`,
    },
  });
}

function isHttpAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_URL_CHARACTERS || !/^https?:\/\/\S+$/i.test(value)) return false;
  return URL.canParse(value) && new URL(value).href.length <= MAX_URL_CHARACTERS;
}

export class NewWebhookEndpointDto {
  @ApiProperty(URL_SHOWN)
  @HttpAddress()
  url: string;

  @OneLine(MAX_DESCRIPTION_CHARACTERS, { min: 0, optional: true, example: 'The game servers in Europe' })
  description?: string;

  @ApiPropertyOptional(TYPES_SHOWN)
  @Optional()
  @IsArray()
  @ArrayUnique()
  @IsIn(NOTIFICATION_TYPES, { each: true })
  eventTypes: NotificationType[] = [];
}

/** What is not named stays as it is; a description of no characters takes it away. */
export class ChangeWebhookEndpointDto {
  @ApiPropertyOptional(URL_SHOWN)
  @Optional()
  @HttpAddress()
  url?: string;

  @OneLine(MAX_DESCRIPTION_CHARACTERS, { min: 0, optional: true, example: 'The game servers in Europe' })
  description?: string;

  @ApiPropertyOptional(TYPES_SHOWN)
  @Optional()
  @IsArray()
  @ArrayUnique()
  @IsIn(NOTIFICATION_TYPES, { each: true })
  eventTypes?: NotificationType[];
}

/** While two secrets hold: `newest`, the one that was made last, which nobody may have learnt; or the one before it. */
export const REPLACED_SECRETS = ['newest', 'previous'] as const;
export type ReplacedSecret = (typeof REPLACED_SECRETS)[number];

export class RotateWebhookSecretDto {
  @ApiPropertyOptional({
    enum: REPLACED_SECRETS,
    description: 'Needed while two secrets hold: which of them holds no longer at once.',
  })
  @Optional()
  @IsIn(REPLACED_SECRETS)
  replaces?: ReplacedSecret;
}
