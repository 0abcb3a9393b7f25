import { ApiProperty } from '@nestjs/swagger';
import { UserView } from '../users/users.service';

/** What somebody gets who has just proven who they are. */
export class SessionView {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer <accessToken>`.' })
  accessToken: string;

  @ApiProperty({ type: 'integer', description: 'Seconds for which the access token holds.', example: 900 })
  expiresIn: number;

  @ApiProperty({ type: UserView })
  user: UserView;
}
