import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface ReceivedMail {
  from: string;
  to: string;
  headers: string;
  /** Decoded. */
  text: string;
}

export interface SmtpServer {
  url: string;
  received: ReceivedMail[];
  /** What it says to the next recipients instead of taking them; the first is used first. */
  refusals: string[];
  close(): Promise<void>;
}

/** As much of a mail server as it takes to receive a mail (RFC 5321), on a free port. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const received: ReceivedMail[] = [];
  const refusals: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    void converse(socket, received, refusals);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    refusals,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function converse(socket: Socket, received: ReceivedMail[], refusals: string[]): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let mail = { from: '', to: '' };
  let data: string[] | undefined;
  say('220 test');
  for await (const line of createInterface({ input: socket })) {
    if (data !== undefined) {
      if (line !== '.') data.push(line.replace(/^\.\./, '.'));
      else {
        received.push({ ...mail, ...parsed(data) });
        data = undefined;
        say('250 taken');
      }
      continue;
    }
    const [, address = ''] = /<(.*)>/.exec(line) ?? [];
    if (/^MAIL/i.test(line)) mail = { from: address, to: '' };
    if (/^RCPT/i.test(line)) {
      const refusal = refusals.shift();
      if (refusal !== undefined) {
        say(refusal.replace('%s', address));
        continue;
      }
      mail.to = address;
    }
    if (/^DATA/i.test(line)) data = [];
    say(/^DATA/i.test(line) ? '354 go on' : /^QUIT/i.test(line) ? '221 bye' : '250 ok');
  }
}

function parsed(lines: readonly string[]): Pick<ReceivedMail, 'headers' | 'text'> {
  const end = lines.indexOf('');
  const headers = lines.slice(0, end).join('\n');
  const body = lines.slice(end + 1).join('\n');
  return { headers, text: /quoted-printable/i.test(headers) ? unquoted(body) : body };
}

function unquoted(body: string): string {
  return body
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
