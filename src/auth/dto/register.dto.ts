import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { MailAddress } from './mail-address';
import { NewPassword } from './new-password';
import { BroughtByClick } from './brought-by-click';

export class RegisterDto {
  @ApiProperty({
    example: 'newcomer',
    description: '3 to 32 letters, digits, `_`, `.` or `-`; unique whatever the case.',
  })
  @Matches(/^[A-Za-z0-9_.-]{3,32}$/, { message: 'must be 3 to 32 letters, digits, "_", "." or "-"' })
  username: string;

  @MailAddress('newcomer@example.com')
  email: string;

  @NewPassword()
  password: string;

  @BroughtByClick()
  clickId?: string;
}
