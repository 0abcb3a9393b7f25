import type { FastifyRequest } from 'fastify';

/**
 * Whether another site made a browser send this. `SameSite=Strict` should keep cookies out of such requests; this is
 * for browsers and settings in which it does not. Who sends neither header is no browser.
 */
export function isCrossSite({ headers, host }: Pick<FastifyRequest, 'headers' | 'host'>, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'cross-site';
  const { origin } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || ![host, new URL(publicUrl).host].includes(new URL(origin).host);
}
