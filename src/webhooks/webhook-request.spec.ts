import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Config } from '../platform/config/config';
import { HostsFile } from './hosts-file';
import { WebhookConnections } from './webhook-connections';
import { WebhookNames } from './webhook-names';
import { WebhookRequest } from './webhook-request';
import { WebhookTarget } from './webhook-target';

const config = { production: false, webhooks: { allowsPrivate: true } } as Config;

class Names extends WebhookTarget {
  leadTo = '127.0.0.1';

  protected override resolve(): Promise<LookupAddress[]> {
    return Promise.resolve([{ address: this.leadTo, family: 4 }]);
  }
}

let server: Server;
let names: Names;
let connections: WebhookConnections;
let opened: Socket[];

async function listens(listening: Server): Promise<string> {
  server = listening;
  server.on('connection', (socket) => opened.push(socket));
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  return `http://game.example.com:${(server.address() as AddressInfo).port}/hooks`;
}

/** A receiver that says this, whatever it is told, and then ends the connection. */
const says = (text: string) =>
  listens(
    createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(text));
    }),
  );

beforeEach(() => {
  opened = [];
  names = new Names(config, new WebhookNames(new HostsFile()));
  connections = new WebhookConnections();
});
afterEach(() => {
  connections.onApplicationShutdown();
  for (const socket of opened) socket.destroy();
  server.close();
});

const post = (url: string) => new WebhookRequest(names, connections).post({ url, headers: {}, body: '{}' });

describe('An attempt is over, and has failed', () => {
  it('when another protocol is answered, which nobody asked for', async () => {
    const url = await says('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n');
    expect(await post(url)).toMatchObject({ status: 101, error: 'Answered 101: another protocol' });
  });

  it.each(['', 'HTTP/1.1 103 Early Hints\r\n\r\n', 'HTTP/1.1 200'])('when no answer comes after %j', async (text) => {
    expect(await post(await says(text))).toMatchObject({ status: null, error: expect.any(String) as string });
    expect(opened).toHaveLength(1);
  });
});

describe('A connection', () => {
  const welcomes = () => listens(createHttpServer((request, response) => request.resume() && response.end('thanks')));

  it('is used again', async () => {
    const url = await welcomes();
    for (let count = 0; count < 5; count++) expect(await post(url)).toMatchObject({ status: 200, error: null });
    expect(opened).toHaveLength(1);
  });

  it('is not used again once the name leads elsewhere', async () => {
    const url = await welcomes();
    await post(url);
    names.leadTo = '127.0.0.2';
    expect(await post(url)).toMatchObject({ status: 200 });
    expect(opened.map(({ localAddress }) => localAddress)).toEqual(['127.0.0.1', '127.0.0.2']);
  });

  it('that the other side ends in the moment in which it is taken again is no failure', async () => {
    let told = 0;
    const url = await listens(
      createHttpServer((request, response) => {
        request.resume();
        if (++told === 2) request.socket.destroy();
        else response.end();
      }),
    );
    expect(await post(url)).toMatchObject({ status: 200 });
    expect(await post(url)).toMatchObject({ status: 200, error: null });
    expect(opened).toHaveLength(2);
  });

  it('whose answer is longer than is read is ended', async () => {
    const url = await listens(createHttpServer((_, response) => void response.end('x'.repeat(100_000))));
    expect(await post(url)).toMatchObject({ status: 200 });
    expect(await post(url)).toMatchObject({ status: 200 });
    expect(opened).toHaveLength(2);
  });
});
