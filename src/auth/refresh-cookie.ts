import { Injectable } from '@nestjs/common';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { Config } from '../platform/config/config';
import { CrossSiteRequest } from './auth.errors';
import { isCrossSite } from './cross-site';
import type { SessionCaller } from './session-caller';

const NAME = 'florin_refresh';
/** No other route needs it, so no other request carries it. */
const PATH = '/api/v1/auth';

/** A refresh token as it arrived; its successor goes back the same way. */
export interface Presented {
  readonly token: string | undefined;
  readonly caller: SessionCaller;
}

/** Keeps the refresh token of a web page where its scripts cannot read it. */
@Injectable()
export class RefreshCookie {
  constructor(private readonly config: Config) {}

  /**
   * The token of the body or, without one, of the cookie.
   *
   * @throws CrossSiteRequest when another site made the browser send the cookie
   */
  presentedBy(caller: SessionCaller, inBody: string | undefined): Presented {
    if (inBody !== undefined) return { token: inBody, caller: { ...caller, wantsCookie: false } };
    const token = this.read(caller);
    return { token, caller: { ...caller, wantsCookie: token !== undefined } };
  }

  keep({ reply }: SessionCaller, refreshToken: string): void {
    reply?.setCookie(NAME, refreshToken, { ...this.attributes(reply), maxAge: this.config.refreshTtlSeconds });
  }

  /** Does nothing to callers who showed no cookie. */
  clear({ reply, wantsCookie }: SessionCaller): void {
    if (wantsCookie) reply?.clearCookie(NAME, this.attributes(reply));
  }

  private read({ reply }: SessionCaller): string | undefined {
    if (reply === null) return undefined;
    const { request, server } = reply;
    const token = server.parseCookie(request.headers.cookie ?? '')[NAME];
    if (token !== undefined && isCrossSite(request, this.config.mail.publicUrl)) throw new CrossSiteRequest();
    return token;
  }

  private attributes({ request }: FastifyReply): CookieSerializeOptions {
    const secure = this.config.production || request.protocol === 'https';
    return { path: PATH, httpOnly: true, sameSite: 'strict', secure };
  }
}
