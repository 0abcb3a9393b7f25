import { Module } from '@nestjs/common';
import { BooksController } from './books.controller';
import { BooksMetrics } from './books.metrics';
import { BooksService } from './books.service';
import { BooksWatch } from './books-watch';
import { MarkUnsealed } from './mark-unsealed';
import { SealKeys } from './seal-keys';
import { SealRounds } from './seal-rounds';
import { SealSweep } from './seal-sweep';
import { SealingService } from './sealing.service';
import { SealsRepository } from './seals.repository';

@Module({
  controllers: [BooksController],
  providers: [
    BooksService,
    BooksMetrics,
    SealsRepository,
    SealKeys,
    SealingService,
    MarkUnsealed,
    SealRounds,
    SealSweep,
    BooksWatch,
  ],
})
export class BooksModule {}
