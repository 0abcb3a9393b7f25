import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { UserView } from '../users/users.service';

/** What somebody gets who has just proven who they are. */
export class SessionView {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer <accessToken>`.' })
  accessToken: string;

  @ApiPropertyOptional({
    description: 'Good once, for the next access token: `POST /auth/refresh`. Absent where it came as a cookie.',
    example: 'flr_nX2cJ0m1v8QeT4rYkLw7zP5sHbA9dGfU3iOxV6aCjE4',
  })
  refreshToken?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds for which the access token holds.', example: 900 })
  expiresIn: number;

  @ApiProperty({ type: UserView })
  user: UserView;
}
