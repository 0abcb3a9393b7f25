import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decodeJwt, type JWTPayload, jwtVerify, type JWTVerifyOptions } from 'jose';
import { Config } from '../platform/config/config';
import type { ExternalIssuer } from '../platform/config/external-issuer';
import type { Principal } from '../platform/security/principal';
import { ExternalIdentitiesService } from './external-identities.service';
import { ExternalKeys } from './external-keys';
import { VerifiedTokens } from './verified-tokens';

/** Public keys alone: with a shared secret among them a public key could be used as one (RFC 8725, 2.1). */
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;
/** Their tokens may hold for days; a key that they withdraw, or a player who is erased, should not. */
const TRUSTED_MS = 60_000;
const MAX_SUBJECT_CHARACTERS = 255;

type Verify = (token: string) => Promise<{ payload: JWTPayload }>;

/** Tokens of a studio's own auth service. Their subject is a player here, made at first sight, whatever else they say. */
@Injectable()
export class ExternalTokens {
  private readonly verified = new VerifiedTokens();
  private readonly issuer: string | undefined;
  private readonly verify: Verify | undefined;

  constructor(
    { externalIssuer }: Config,
    private readonly identities: ExternalIdentitiesService,
  ) {
    this.issuer = externalIssuer?.issuer;
    this.verify = externalIssuer === undefined ? undefined : verifierOf(externalIssuer);
  }

  /** Whether it says that it is theirs; nothing of it has been checked. */
  claims(token: string): boolean {
    return this.issuer !== undefined && claimedIssuerOf(token) === this.issuer;
  }

  authenticate(token: string): Principal | null | Promise<Principal | null> {
    if (this.verify === undefined) return null;
    return this.verified.find(token) ?? this.lookUp(token, this.verify);
  }

  private async lookUp(token: string, verify: Verify): Promise<Principal | null> {
    const payload = await payloadOf(token, verify);
    if (payload === null || this.issuer === undefined || !isName(payload.sub)) return null;
    const principal: Principal = { id: await this.identities.playerOf(this.issuer, payload.sub), role: 'player' };
    this.verified.remember(token, principal, Math.min((payload.exp ?? 0) * 1_000, Date.now() + TRUSTED_MS));
    return principal;
  }
}

/** Null for what is not theirs, not valid any more, or cannot be checked while their keys are out of reach. */
async function payloadOf(token: string, verify: Verify): Promise<JWTPayload | null> {
  try {
    return (await verify(token)).payload;
  } catch {
    // Why is nothing its bearer needs to know: to them it is just no token.
    return null;
  }
}

function verifierOf({ issuer, audience, key }: ExternalIssuer): Verify {
  const claims: JWTVerifyOptions = {
    issuer,
    audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  };
  if ('jwksUrl' in key) {
    const keys = new ExternalKeys(key.jwksUrl);
    return (token) => jwtVerify(token, keys.find, { ...claims, algorithms: ASYMMETRIC });
  }
  const secret = createSecretKey(key.secret, 'utf8');
  return (token) => jwtVerify(token, secret, { ...claims, algorithms: ['HS256'] });
}

function claimedIssuerOf(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** A text that the database can hold. */
function isName(subject: unknown): subject is string {
  return (
    typeof subject === 'string' &&
    subject.length >= 1 &&
    subject.length <= MAX_SUBJECT_CHARACTERS &&
    subject.isWellFormed() &&
    !subject.includes('\0')
  );
}
