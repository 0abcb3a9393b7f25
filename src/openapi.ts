import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { Config } from './platform/config/config';
import { openApiDocument } from './platform/http/docs';

void main(process.argv[2]);

/** Writes the OpenAPI document without starting anything: nothing is connected to, no provider is made. */
async function main(file: string): Promise<void> {
  const config = Config.fromEnv({
    DEMO: 'true',
    FLORIN_DATA: '.florin',
    JWT_SECRET: 'signs nothing, since nothing starts',
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config),
    new FastifyAdapter({ skipMiddie: true }),
    { preview: true, logger: false },
  );
  app.setGlobalPrefix('api/v1');
  writeFileSync(file, JSON.stringify(openApiDocument(app)));
}
