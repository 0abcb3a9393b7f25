import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, HttpCode, Module, Param, Post, Query, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type as Nested } from 'class-transformer';
import { IsObject, IsString, ValidateNested } from 'class-validator';
import { Config } from '../../src/platform/config/config';
import { ConfigModule } from '../../src/platform/config/config.module';
import { createHttpApp } from '../../src/platform/http/http-app';
import { HttpModule } from '../../src/platform/http/http.module';
import { Optional, PlainInteger } from '../../src/platform/http/plain-integer';
import { PageQuery } from '../../src/platform/http/page';

class Line {
  @IsString()
  sku: string;
}

export class ProbeDto {
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  quantity?: number;

  @Optional()
  @IsString()
  name?: string;

  @Optional()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Nested(() => Line)
  lines?: Line[];
}

/** Says back what arrived. */
@Controller('probe')
export class EchoController {
  @Post()
  @HttpCode(200)
  echo(@Body() body: ProbeDto): ProbeDto {
    return body;
  }

  @Get()
  page(@Query() query: PageQuery): PageQuery {
    return query;
  }

  @Get(':name')
  named(@Param('name') name: string): { name: string } {
    return { name };
  }
}

export interface ProbeOptions {
  controllers?: Type[];
  modules?: Type[];
  env?: Record<string, string>;
}

export interface ProbeApp {
  url: string;
  port: number;
  app: NestFastifyApplication;
  close(): Promise<void>;
}

/** The HTTP side of Florin around the given controllers; without a database unless a module brings it. */
export async function startProbeApp({
  controllers = [EchoController],
  modules = [],
  env = {},
}: ProbeOptions = {}): Promise<ProbeApp> {
  const config = Config.fromEnv({
    FLORIN_DATA: join(tmpdir(), 'florin-probe'),
    JWT_SECRET: 'unused',
    LOG_LEVEL: 'silent',
    ...env,
  });

  @Module({})
  class ProbeModule {}
  const imports = [ConfigModule.of(config), HttpModule, ...modules];
  const app = await createHttpApp({ module: ProbeModule, imports, controllers }, config);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return { url, port: Number(new URL(url).port), app, close: () => app.close() };
}

/** Sends bytes as they are, hangs up if asked to, and returns all that comes back until the connection is closed. */
export function sendRaw(port: number, bytes: string | Buffer, hangUp = false): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => hangUp && socket.destroy()));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) => error.code === 'ECONNRESET' || reject(error));
  });
}
