import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type JwtModuleOptions, JwtService } from '@nestjs/jwt';
import { Config } from '../platform/config/config';
import { type Principal, ROLES, type Role } from '../platform/security/principal';
import { VerifiedTokens } from './verified-tokens';

/** Pinned on both sides: a token of ours says who made it, for whom, and that it is an access token, nothing else. */
const ISSUER = 'florin';
const AUDIENCE = 'florin';
const TYPE = 'access';
const ALGORITHM = 'HS256';

/** A key object, not the text: given text, jsonwebtoken first tries to read it as a public key, 100 times the work. */
export function jwtOptions({ jwtSecret, jwtTtlSeconds }: Config): JwtModuleOptions {
  return {
    secret: createSecretKey(jwtSecret, 'utf8'),
    signOptions: { algorithm: ALGORITHM, issuer: ISSUER, audience: AUDIENCE, expiresIn: jwtTtlSeconds },
    verifyOptions: { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE },
  };
}

export interface AccessToken {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
}

/** The claims that `isOurs` has looked at; whatever else a token says is nothing to us. */
interface Claims {
  sub: string;
  role: Role;
  exp: number;
  /** Which session it belongs to. */
  sid?: unknown;
}

/** Florin's own access tokens: short-lived JWTs, signed with `JWT_SECRET`. */
@Injectable()
export class AccessTokens {
  private readonly verified = new VerifiedTokens();

  constructor(
    private readonly jwt: JwtService,
    private readonly config: Config,
  ) {}

  /** `sid` is the session that it belongs to; it holds without asking whether that has ended. */
  issue({ id, role }: Principal, sid?: string): AccessToken {
    const accessToken = this.jwt.sign({ typ: TYPE, role, sid }, { subject: id });
    return { accessToken, expiresIn: this.config.jwtTtlSeconds };
  }

  /** Whom it names, if it was checked before. */
  recall(token: string): Principal | undefined {
    return this.verified.find(token);
  }

  authenticate(token: string): Principal | null {
    const known = this.recall(token);
    if (known !== undefined) return known;
    const claims = this.claimsOf(token);
    if (claims === null) return null;
    const { sub: id, role, sid } = claims;
    const principal: Principal = typeof sid === 'string' ? { id, role, sessionId: sid } : { id, role };
    this.verified.remember(token, principal, claims.exp * 1_000);
    return principal;
  }

  private claimsOf(token: string): Claims | null {
    try {
      const claims = this.jwt.verify<Record<string, unknown>>(token);
      return isOurs(claims) ? claims : null;
    } catch {
      // Why a token is not valid is nothing its bearer needs to know: to them it is just no token.
      return null;
    }
  }
}

/** A token without an end would outlive every change of role, so even a well-signed one is refused. */
function isOurs(claims: Record<string, unknown>): claims is Record<string, unknown> & Claims {
  const { typ, sub, role, exp } = claims;
  return typ === TYPE && typeof sub === 'string' && Number.isSafeInteger(exp) && ROLES.includes(role as Role);
}
