import type { FastifyReply } from 'fastify';

/** An answer of the API is data: nothing may run in it, frame it or keep it. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The documentation runs its own scripts; Swagger's layout is full of inline styles and data images. */
const DOCUMENTATION_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function setSecurityHeaders(reply: FastifyReply, url: string, production: boolean): void {
  const isDocumentation = url.startsWith('/docs') || url.startsWith('/redoc');
  reply.header('x-content-type-options', 'nosniff');
  reply.header('content-security-policy', isDocumentation ? DOCUMENTATION_POLICY : API_POLICY);
  if (isDocumentation) reply.header('referrer-policy', 'no-referrer');
  else reply.header('cache-control', 'no-store');
  if (production) reply.header('strict-transport-security', 'max-age=31536000');
}
