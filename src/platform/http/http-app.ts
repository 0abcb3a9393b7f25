import type { Server } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyHttpOptions, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { sendProblem } from '../errors/problem.filter';
import { translate } from '../errors/translate';
import { answerUnreadable } from './client-error';
import { configureApp } from './configure-app';
import { createLog } from './log';
import { NestLog } from './nest-log';
import { routedAddress } from './old-addresses';
import { requestIdOf } from './request-id';
import { setHeaders } from './request-hooks';

const BODY_LIMIT_BYTES = 100 * 1024;
const MAX_CONNECTIONS = 10_000;
/** The longest thing that a path of ours may name: an email address. */
const MAX_PARAM_CHARACTERS = 254;

/** A Nest application on Fastify with everything that Florin does around its routes. It does not listen yet. */
export async function createHttpApp(module: DynamicModule, config: Config): Promise<NestFastifyApplication> {
  const log = createLog(config);
  const adapter = new FastifyAdapter({ ...serverOptions(config, log), skipMiddie: true });
  adapter.getHttpServer().maxConnections = MAX_CONNECTIONS;
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLog(log),
    bodyParser: false,
    abortOnError: false,
  });
  configureApp(app, config);
  return app;
}

/** A limit on everything that a client could drag out or pile up. */
function serverOptions(config: Config, log: Logger): FastifyHttpOptions<Server> {
  return {
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    // Those who log name the request themselves; a logger for each would be made for nothing.
    childLoggerFactory: (logger) => logger,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    rewriteUrl: routedAddress,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    // By the time Fastify closes, drain.ts has answered everybody.
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => {
      setHeaders(request, reply, config.production);
      sendProblem(request, reply, translate(error));
    },
  };
}
