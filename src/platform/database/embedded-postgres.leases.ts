import { createServer, type AddressInfo } from 'node:net';

import { Channel, isSame, proofOf } from './embedded-postgres.channel';

const GREETING_DEADLINE_MS = 2_000;

/** What the supervisor does for those who hold leases. */
export interface Host {
  /** Resolves with PostgreSQL's port, rejects when it cannot start. */
  ready(): Promise<number>;
  isStopping(): boolean;
  stop(): Promise<void>;
  leasesChanged(count: number): void;
}

/** Counts who needs PostgreSQL. A lease is an open connection, so a killed holder lets go of it as well. */
export class Leases {
  private readonly holders = new Set<Channel>();
  private readonly server = createServer((socket) => void this.serve(new Channel(socket)));

  constructor(
    private readonly token: string,
    private readonly host: Host,
  ) {}

  get count(): number {
    return this.holders.size;
  }

  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  private async serve(channel: Channel): Promise<void> {
    const greeting = await channel.next(GREETING_DEADLINE_MS);
    if (!isSame(proofOf(this.token, 'holder', greeting?.nonce), greeting?.proof)) return channel.destroy();
    channel.send({ proof: proofOf(this.token, 'supervisor', greeting?.nonce) });
    if (greeting?.want !== 'lease') return channel.end();
    if (this.host.isStopping()) return this.bidFarewell(channel, { stopping: true });
    await this.lease(channel);
  }

  private async lease(channel: Channel): Promise<void> {
    this.holders.add(channel);
    this.host.leasesChanged(this.count);
    void channel.closed.then(() => this.letGo(channel));
    channel.send(
      await this.host.ready().then(
        (port) => ({ port }),
        (error: Error) => ({ error: error.message }),
      ),
    );
    const wish = await channel.next();
    if (!wish?.stop) return;
    this.letGo(channel);
    if (this.count > 0) return this.bidFarewell(channel, { stopped: false });
    await this.host.stop().then(
      () => channel.send({ stopped: true }),
      (error: Error) => channel.send({ error: error.message }),
    );
    await channel.end();
  }

  private letGo(channel: Channel): void {
    if (this.holders.delete(channel)) this.host.leasesChanged(this.count);
  }

  private async bidFarewell(channel: Channel, message: Record<string, unknown>): Promise<void> {
    channel.send(message);
    await channel.end();
  }
}
