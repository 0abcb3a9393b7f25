import { Module } from '@nestjs/common';
import { BooksController } from './books.controller';
import { BooksMetrics } from './books.metrics';
import { BooksService } from './books.service';
import { SealKeys } from './seal-keys';
import { SealLedger } from './seal-ledger';
import { SealSweep } from './seal-sweep';
import { SealingService } from './sealing.service';
import { SealsRepository } from './seals.repository';

@Module({
  controllers: [BooksController],
  providers: [BooksService, BooksMetrics, SealsRepository, SealKeys, SealingService, SealLedger, SealSweep],
})
export class BooksModule {}
