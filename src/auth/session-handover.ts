import { Injectable } from '@nestjs/common';
import type { User } from '../users/user.entity';
import { userView } from '../users/users.service';
import { AccessTokens } from './access-tokens';
import { RefreshCookie } from './refresh-cookie';
import type { SessionCaller } from './session-caller';
import type { OneTimeToken } from './session-token';
import type { SessionView } from './session.view';

/** Gives the tokens of a session to who asked for it, in the body or in a cookie. */
@Injectable()
export class SessionHandover {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly cookie: RefreshCookie,
  ) {}

  give(user: User, sessionId: string, token: OneTimeToken, caller: SessionCaller): SessionView {
    const { accessToken, expiresIn } = this.accessTokens.issue(user, sessionId);
    const session = { accessToken, expiresIn, user: userView(user) };
    if (!caller.wantsCookie) return { ...session, refreshToken: token.text };
    this.cookie.keep(caller, token.text);
    return session;
  }

  takeBack(caller: SessionCaller): void {
    this.cookie.clear(caller);
  }
}
