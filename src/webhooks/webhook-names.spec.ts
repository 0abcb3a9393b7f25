import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { HostsFile } from './hosts-file';
import { WebhookNames } from './webhook-names';

/** Of 93.184.216.34, good for a minute. */
const ADDRESS = Buffer.from('c00c000100010000003c00045db8d822', 'hex');
const HEADER_BYTES = 12;
const A = 1;
const FAMILY_4 = { address: '93.184.216.34', family: 4 };

const HOSTS = `
127.0.0.1 localhost
::1       localhost ip6-localhost
10.0.0.5  game.internal Game-Server # the one in the cellar
nonsense  other
`;

class WrittenHosts extends HostsFile {
  protected override read(): Promise<string> {
    return Promise.resolve(HOSTS);
  }
}

/** A name server; of names that begin with "silent" it says nothing, and nothing is known of those with "nobody". */
class NameServer {
  readonly asked: string[] = [];
  readonly resolvers: Resolver[] = [];

  constructor(readonly socket: Socket) {
    socket.on('message', (question, { port, address }) => {
      const answer = this.answerTo(question);
      if (answer !== undefined) socket.send(answer, port, address);
    });
  }

  resolver(): Resolver {
    const resolver = new Resolver({ timeout: 60_000, tries: 1 });
    resolver.setServers([`127.0.0.1:${this.socket.address().port}`]);
    this.resolvers.push(resolver);
    return resolver;
  }

  private answerTo(question: Buffer): Buffer | undefined {
    const length = question[HEADER_BYTES];
    const label = question.toString('latin1', HEADER_BYTES + 1, HEADER_BYTES + 1 + length);
    const end = question.indexOf(0, HEADER_BYTES) + 5;
    const isA = question.readUInt16BE(end - 4) === A;
    if (isA) this.asked.push(label);
    if (label.startsWith('silent')) return undefined;
    const isKnown = isA && !label.startsWith('nobody');
    const header = Buffer.from(question.subarray(0, HEADER_BYTES));
    header.writeUInt16BE(isKnown || !label.startsWith('nobody') ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(isKnown ? 1 : 0, 6);
    header.fill(0, 8);
    return Buffer.concat([header, question.subarray(HEADER_BYTES, end), ...(isKnown ? [ADDRESS] : [])]);
  }
}

class AskedNames extends WebhookNames {
  constructor(
    hosts: HostsFile,
    private readonly server: NameServer,
  ) {
    super(hosts);
  }

  protected override resolver(): Resolver {
    return this.server.resolver();
  }
}

let server: NameServer;
let names: WebhookNames;
beforeEach(async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  server = new NameServer(socket);
  names = new AskedNames(new WrittenHosts(), server);
});
afterEach(() => {
  for (const resolver of server.resolvers) resolver.cancel();
  server.socket.close();
});

describe('The addresses of a name', () => {
  it('are those that its name server tells, for as long as it says', async () => {
    expect(await names.find('game.example.com')).toEqual([FAMILY_4]);
    expect(await names.find('GAME.example.com.')).toEqual([FAMILY_4]);
    expect(server.asked).toEqual(['game']);
  });

  it('are not there when nobody knows it', async () => {
    await expect(names.find('nobody.example.com')).rejects.toThrow(/ENOTFOUND/);
  });

  it('are those of the hosts file, before anybody is asked', async () => {
    expect(await names.find('game-server')).toEqual([{ address: '10.0.0.5', family: 4 }]);
    expect(await names.find('localhost')).toEqual([
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
    expect(await names.find('any.localhost')).toHaveLength(2);
    expect(server.asked).toEqual([]);
  });

  it('are found while many name servers say nothing, and so is whatever else takes a thread', async () => {
    let silent = 0;
    const waiting = Array.from({ length: 32 }, (_, index) =>
      names.find(`silent${index}.example.com`).finally(() => (silent += 1)),
    );
    for (const each of waiting) each.catch(() => undefined);
    expect(await names.find('game.example.com')).toEqual([FAMILY_4]);
    expect((await stat(__filename)).isFile()).toBe(true);
    expect(silent).toBe(0);
    for (const resolver of server.resolvers) resolver.cancel();
    await expect(Promise.all(waiting)).rejects.toThrow(/ECANCELLED/);
  });
});
