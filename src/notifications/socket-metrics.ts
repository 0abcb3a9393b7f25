import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Metrics } from '../platform/http/metrics';
import { OpenSockets } from './open-sockets';

/** How many sockets are open, what is sent over them, and how they end. */
@Injectable()
export class SocketMetrics {
  private readonly sent: Counter;
  private readonly closed: Counter;

  constructor({ registry }: Metrics, sockets: OpenSockets) {
    const registers = [registry];
    new Gauge({
      name: 'florin_sockets_open',
      help: 'Sockets of players that are open in this process',
      registers,
      collect() {
        this.set(sockets.size);
      },
    });
    this.sent = new Counter({ name: 'florin_sockets_sent_total', help: 'Notifications sent over sockets', registers });
    this.closed = new Counter({
      name: 'florin_sockets_closed_total',
      help: 'Sockets that ended, by close code',
      labelNames: ['code'],
      registers,
    });
  }

  noteSent(count: number): void {
    this.sent.inc(count);
  }

  noteClosed(code: number): void {
    this.closed.inc({ code: KNOWN.has(code) ? String(code) : 'other' });
  }
}

/** What clients may say is without bound; a label is not. */
const KNOWN: ReadonlySet<number> = new Set([1_000, 1_001, 1_005, 1_006, 1_008, 1_009, 1_011, 1_013, 4_401, 4_429]);
