import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import type { Config } from './platform/config/config';
import { createHttpApp } from './platform/http/http-app';

/** The whole application, ready to listen: `main.ts` and the tests share it. */
export function createApp(config: Config): Promise<NestFastifyApplication> {
  return createHttpApp(AppModule.with(config), config);
}
