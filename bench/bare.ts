import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FIRST, productId } from './players';

/** The size of the inventory that the application answers with, from memory. */
const INVENTORY = {
  consumables: [0, 1, 2, 3].map((n) => ({
    product: { id: productId(n), sku: `potion-${FIRST + n}`, name: `Potion ${FIRST + n}`, type: 'consumable' },
    quantity: 1,
  })),
  permanents: [],
};

/** What Nest on Fastify can do at best: a route, an object, nothing around it. */
@Controller()
class BareController {
  @Get()
  inventory(): object {
    return INVENTORY;
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false });
  await app.listen(Number(process.env.PORT), '127.0.0.1');
}

void main();
