import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/** How it takes a question: as it should, with a fault, with nothing that makes sense, by hanging up, or not at all. */
export type Mood = 'well' | 'faulty' | 'garbled' | 'hanging up' | 'silent';

/** The part of Xsolla that makes payment links: a token for whoever asks. */
export interface PayStation {
  url: string;
  mood: Mood;
  /** How often it was asked. */
  asked: number;
  close(): Promise<void>;
}

const ANSWERS: Readonly<Record<Mood, (response: ServerResponse) => void>> = {
  well: (response) => response.setHeader('content-type', 'application/json').end('{"token":"a-token-of-the-tests"}'),
  faulty: (response) => response.writeHead(500).end('{}'),
  garbled: (response) => response.end('<html>'),
  'hanging up': (response) => response.destroy(),
  silent: () => undefined,
};

export async function startPayStation(): Promise<PayStation> {
  const server = createServer((_, response) => {
    station.asked += 1;
    ANSWERS[station.mood](response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const station: PayStation = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood: 'well',
    asked: 0,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return station;
}
