import { Module } from '@nestjs/common';
import { TransactionsModule } from '../transactions/transactions.module';
import { TimelineQuery } from './timeline.query';
import { TimelinesController } from './timelines.controller';
import { TimelinesService } from './timelines.service';

@Module({
  imports: [TransactionsModule],
  controllers: [TimelinesController],
  providers: [TimelinesService, TimelineQuery],
})
export class TimelinesModule {}
