import { OutboxHorizon } from './outbox-horizon';
import type { OutboxRepository } from './outbox.repository';

/** A server as the horizon sees it. */
class FakeServer {
  lastIdDrawn = 0;
  nextTxid = 100n;
  oldestRunning: bigint | undefined;
  server = 'a';
  taken = 0;

  async lastId() {
    return { lastId: this.lastIdDrawn, server: this.server };
  }

  async takeTransactionId() {
    this.taken++;
    const txid = this.nextTxid++;
    return { txid, oldestRunning: this.oldestRunning ?? txid };
  }
}

describe('the horizon of the log', () => {
  let server: FakeServer;
  let horizon: OutboxHorizon;

  beforeEach(() => {
    server = new FakeServer();
    horizon = new OutboxHorizon(server as unknown as OutboxRepository);
  });

  it('takes no transaction id while nothing is new', async () => {
    server.lastIdDrawn = 1_999;
    for (let looks = 0; looks < 5; looks++) await horizon.look();
    expect(server.taken).toBe(1);
  });

  it('is never held up by transactions that began after it first looked', async () => {
    server.lastIdDrawn = 1_999;
    server.oldestRunning = 99n;
    expect(await horizon.look()).toMatchObject({ settledId: 0, isHeldBack: true });
    server.lastIdDrawn = 2_999;
    server.oldestRunning = 100n;
    expect(await horizon.look()).toMatchObject({ settledId: 1_999, isHeldBack: true });
    server.oldestRunning = undefined;
    expect(await horizon.look()).toMatchObject({ settledId: 2_999, isHeldBack: false });
  });

  it('begins anew on another cluster, whose transaction ids and events may be fewer', async () => {
    server.lastIdDrawn = 5_999;
    expect(await horizon.look()).toMatchObject({ settledId: 5_999 });
    server.lastIdDrawn = 6_999;
    server.oldestRunning = 50n;
    expect(await horizon.look()).toMatchObject({ isHeldBack: true });
    Object.assign(server, { server: 'b', nextTxid: 7n, oldestRunning: 6n, lastIdDrawn: 4_999 });
    expect(await horizon.look()).toMatchObject({ settledId: 0, isHeldBack: true });
    server.oldestRunning = undefined;
    expect(await horizon.look()).toMatchObject({ settledId: 4_999, isHeldBack: false });
  });
});
