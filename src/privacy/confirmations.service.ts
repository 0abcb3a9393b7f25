import { Injectable } from '@nestjs/common';
import { InvalidCredentials } from '../auth/auth.errors';
import { AuthService } from '../auth/auth.service';
import { GuestsService } from '../auth/guests.service';
import type { Tx } from '../platform/database/unit-of-work';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import type { EraseUserDto } from './dto/erase-user.dto';
import { ErasureIncomplete } from './privacy.errors';

/** An access token may be in the wrong hands; what cannot be undone takes a secret more. */
@Injectable()
export class ConfirmationsService {
  constructor(
    private readonly users: UsersService,
    private readonly auth: AuthService,
    private readonly guests: GuestsService,
  ) {}

  /**
   * The password of those who have one, the device of a guest. Whoever has neither comes by the tokens of another
   * issuer, and is taken at the word of that token: there is no other secret.
   *
   * @throws ErasureIncomplete, InvalidCredentials
   */
  async require({ id, username, passwordHash }: User, { password, deviceId }: EraseUserDto): Promise<void> {
    if (passwordHash !== null) {
      if (password === undefined) throw new ErasureIncomplete('password');
      if (!(await this.auth.isPassword(username, password))) throw new InvalidCredentials();
    } else if (await this.guests.hasDevice(id)) {
      if (deviceId === undefined) throw new ErasureIncomplete('deviceId');
      if (!(await this.guests.isDeviceOf(id, deviceId))) throw new InvalidCredentials();
    }
  }

  /** @throws InvalidCredentials when the password was changed, or a guest got one, since they were looked up */
  async hold(tx: Tx, user: User): Promise<void> {
    if (!(await this.users.holdPassword(tx, user))) throw new InvalidCredentials();
  }
}
