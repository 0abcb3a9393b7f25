import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The addresses of the storefront's pages (web/src/storefront/pages.ts): its router shows what belongs there. */
export const STOREFRONT_PAGES = [
  '/',
  '/products/*',
  '/login',
  '/register',
  '/password-reset',
  '/account',
  '/inventory',
  '/funds',
  '/cart',
  '/orders',
  '/orders/*',
  '/history',
  '/notifications',
] as const;
const CONSOLE_PAGES = ['/console', '/console/*'] as const;
const YEAR_SECONDS = 365 * 24 * 3_600;

/** Scripts and styles are files of our own, nothing is inline, and nobody frames a page. Pictures may be anybody's. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; font-src 'self'; " +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** The storefront at / and the console at /console, where they were built. */
export function serveWebPages(fastify: FastifyInstance): void {
  const folder = builtPages(__dirname);
  if (folder === null) return;
  servePages(fastify, STOREFRONT_PAGES, readFileSync(join(folder, 'index.html'), 'utf8'));
  servePages(fastify, CONSOLE_PAGES, readFileSync(join(folder, 'console', 'index.html'), 'utf8'));
  void fastify.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    // The name of an asset tells its content, so that it never changes.
    cacheControl: false,
    preCompressed: true,
    decorateReply: false,
    wildcard: false,
    setHeaders: (reply) => {
      reply.header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`);
    },
  });
  const icon = readFileSync(join(folder, 'florin.svg'), 'utf8');
  fastify.get('/florin.svg', (_, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
  );
}

function servePages(fastify: FastifyInstance, addresses: readonly string[], page: string): void {
  for (const address of addresses) {
    fastify.get(address, (_, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', PAGE_POLICY)
        .header('referrer-policy', 'same-origin')
        .send(page),
    );
  }
}

/** `web/dist` of this checkout or image, from wherever this file was compiled to; null where nobody built it. */
function builtPages(start: string): string | null {
  const folder = join(start, 'web', 'dist');
  if (existsSync(join(folder, 'index.html'))) return folder;
  return dirname(start) === start ? null : builtPages(dirname(start));
}
