import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class DemoLoginDto {
  @ApiProperty({ minLength: 1, maxLength: 255, example: 'player_001' })
  @Matches(/^[^\p{Cc}\p{Cs}]{1,255}$/u, { message: 'must be 1 to 255 characters on one line' })
  userId: string;
}
