import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Metrics } from '../platform/http/metrics';
import type { Command } from './command';
import type { Lane } from './lane';
import type { Receipt } from './receipt';

/** What operators watch: how many commands of each kind came to what, and how many wait. */
@Injectable()
export class EconomyMetrics {
  private readonly commands: Counter<'kind' | 'outcome'>;

  constructor(private readonly metrics: Metrics) {
    this.commands = new Counter({
      name: 'florin_economy_commands_total',
      help: 'Commands by kind and outcome',
      labelNames: ['kind', 'outcome'],
      registers: [metrics.registry],
    });
  }

  watch(lanes: readonly Lane[]): void {
    new Gauge({
      name: 'florin_economy_waiting',
      help: 'Commands that wait in the lanes of this process',
      registers: [this.metrics.registry],
      collect() {
        this.set(lanes.reduce((sum, lane) => sum + lane.length, 0));
      },
    });
  }

  count(command: Command, receipt: Receipt): void {
    const outcome = receipt.accepted ? (receipt.replayed ? 'replayed' : 'completed') : 'refused';
    this.commands.inc({ kind: command.kind, outcome });
  }
}
