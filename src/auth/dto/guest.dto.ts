import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { BroughtByClick } from './brought-by-click';

export class GuestDto {
  @ApiProperty({
    minLength: 16,
    maxLength: 255,
    example: '6f1f1b0e-2b7d-4c9e-9a41-0d4c6a3f7e55',
    description: 'A secret that the device made once and keeps: whoever has it is this guest.',
  })
  @IsString()
  @Length(16, 255)
  deviceId: string;

  @BroughtByClick()
  clickId?: string;
}
