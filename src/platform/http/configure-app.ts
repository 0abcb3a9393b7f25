import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config';
import { ProblemFilter } from '../errors/problem.filter';
import { PrincipalSource } from '../security/principal';
import { Quotas } from '../security/quotas';
import { Connections } from './connections';
import { allowCookies } from './cookies';
import { serveDocs } from './docs';
import { InputPipe } from './input.pipe';
import { acceptOnlyJson } from './json-body';
import { allowLargeBodies } from './large-body';
import { Lifecycle } from './lifecycle';
import { Metrics } from './metrics';
import { allowRawBodies } from './raw-body';
import { addRequestHooks } from './request-hooks';
import { RouteTable } from './route-table';
import { allowStreamedBodies } from './streamed-body';
import { routeUpgrades } from './upgrades';
import { RoutedWsAdapter } from './routed-ws.adapter';
import { serveWebPages } from './web-pages';

/** Probes, and pages for people. */
const OUTSIDE_PREFIX = [
  'health',
  'health/live',
  'health/ready',
  'ready',
  'metrics',
  'api/v1/health',
  'pay/sandbox/:paymentId',
  'ws',
];

/** What every route has in common; the application and the tests share it. */
export function configureApp(app: NestFastifyApplication, config: Config): void {
  const fastify = app.getHttpAdapter().getInstance();
  app.get(Connections).watch(app.getHttpServer());
  const routes = new RouteTable().watch(fastify);
  acceptOnlyJson(fastify);
  allowRawBodies(fastify);
  allowStreamedBodies(fastify);
  const given = <T>(type: abstract new (...args: never[]) => T) => app.get(type, { strict: false });
  allowLargeBodies(
    fastify,
    () => given(PrincipalSource),
    () => given(Quotas),
  );
  allowCookies(fastify);
  routeUpgrades(fastify);
  app.useWebSocketAdapter(new RoutedWsAdapter(app));
  addRequestHooks(fastify, {
    lifecycle: app.get(Lifecycle),
    metrics: app.get(Metrics),
    production: config.production,
    probesOnly: config.role === 'worker',
  });
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE_PREFIX });
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter((path) => routes.methodsAt(path)));
  if (config.role === 'worker') return;
  serveDocs(app);
  serveWebPages(fastify);
}
