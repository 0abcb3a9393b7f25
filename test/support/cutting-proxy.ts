import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** What happens to a COMMIT on the wire: it never arrives, or it arrives and its answer never does. */
export type Fate = 'pass' | 'lose the commit' | 'lose the answer';

const COMMIT = Buffer.from('commit\0');

/** Stands between the application and PostgreSQL and cuts connections exactly at COMMIT. */
export class CuttingProxy {
  cuts = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.join(client));

  private constructor(
    private readonly target: URL,
    private readonly fateOf: (commit: number) => Fate,
  ) {}

  private commits = 0;

  static async start(databaseUrl: string, fateOf: (commit: number) => Fate): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(new URL(databaseUrl), fateOf);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  /** The address of the database, through the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    const server = createConnection(Number(this.target.port || 5432), this.target.hostname);
    let isMute = false;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.setNoDelay(true).on('error', end);
      socket.on('close', () => {
        this.sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => {
      const at = chunk.indexOf(COMMIT);
      const fate = at < 0 ? 'pass' : this.fateOf(++this.commits);
      if (fate !== 'pass') this.cuts += 1;
      if (fate === 'lose the commit') {
        server.write(chunk.subarray(0, at - 5), end); // a message begins with its type and length
        return;
      }
      if (fate === 'lose the answer') isMute = true;
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (!isMute) client.write(chunk);
      else if (chunk.includes('COMMIT\0')) end();
    });
  }
}
