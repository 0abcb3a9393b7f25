import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { completeDocument } from './openapi';
import { referencePage } from './reference-page';
import { version } from './version';

const DESCRIPTION = `The virtual economy of a game or an app: coins, products, purchases, inventories.

**To try it**, run \`POST /api/v1/auth/login\` with a demonstration account, copy \`accessToken\`, press **Authorize** and
paste it; it is remembered in this browser. Amounts are whole numbers. Every refusal is a problem document (RFC 9457)
with a stable \`code\`. A POST that changes holdings is safe to repeat with the same \`Idempotency-Key\`.`;

/** Swagger at /docs, its document at /docs-json, a page to read or print at /redoc; made when first asked for. */
export function serveDocs(app: NestFastifyApplication): void {
  const document = once(() => openApiDocument(app));
  SwaggerModule.setup('docs', app, document, {
    raw: ['json'],
    customSiteTitle: 'Florin API',
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      filter: true,
      tryItOutEnabled: true,
      tagsSorter: 'alpha',
      docExpansion: 'list',
    },
  });
  const page = once(() => referencePage(document()));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/redoc', (_, reply) => reply.type('text/html; charset=utf-8').send(page()));
}

export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Florin')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: '`accessToken` of a login' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return completeDocument(document);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
