import { createHmac, randomUUID } from 'node:crypto';
import type { TestApp } from './app';
import { call, type TestUser } from './players';

const SECRET = 'a secret that another issuer shares with us';

/** Settings with which the tokens of another issuer count. */
export const OTHER_ISSUER = {
  EXTERNAL_JWT_SECRET: SECRET,
  EXTERNAL_JWT_ISSUER: 'https://studio.example',
  EXTERNAL_JWT_AUDIENCE: 'florin-tests',
};

export async function enterAsGuest(app: TestApp, deviceId: string, userAgent = 'Game/1'): Promise<TestUser> {
  const { body } = await call<{ accessToken: string; user: { id: string } }>(app, '/auth/guest', {
    body: { deviceId },
    headers: { 'user-agent': userAgent },
  });
  return { id: body.user.id, token: body.accessToken };
}

/** A token as the other issuer makes it; no two are the same. */
export function otherIssuersToken(subject: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    iss: OTHER_ISSUER.EXTERNAL_JWT_ISSUER,
    aud: OTHER_ISSUER.EXTERNAL_JWT_AUDIENCE,
    sub: subject,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1_000) + 600,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}
