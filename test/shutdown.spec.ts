import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { drain } from '../src/platform/http/drain';
import { type ProbeApp, startProbeApp } from './support/probe-app';

let onArrival: (answer: (text: string) => void) => void;

@Controller()
class WorkController {
  @Get('quick')
  quick(): string {
    return 'done';
  }

  /** More than the buffers of any kernel take. */
  @Get('long')
  long(): string {
    return 'x'.repeat(30_000_000);
  }

  /** Answers when the test says so. */
  @Get('slow')
  slow(): Promise<string> {
    return new Promise((resolve) => onArrival(resolve));
  }
}

describe('Shutdown', () => {
  let probe: ProbeApp;
  let agent: Agent;
  beforeEach(async () => {
    probe = await startProbeApp({ controllers: [WorkController] });
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
  });
  afterEach(async () => {
    agent.destroy();
    await probe.close();
  });

  const get = async (path: string, from = agent) => {
    const sent = httpRequest(`${probe.url}/api/v1/${path}`, { agent: from }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const text = (await answer.toArray()).join('');
    return { status: answer.statusCode, connection: answer.headers.connection, text };
  };

  const stopsListening = async () => {
    while (probe.app.getHttpServer().listening) await turn();
  };

  it('waits for the request it has, and lets nobody new in', async () => {
    const arrived = new Promise<(text: string) => void>((resolve) => (onArrival = resolve));
    const pending = get('slow');
    const answer = await arrived;
    const drained = drain(probe.app, 0, 60_000);
    await stopsListening();
    await expect(get('quick', new Agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    answer('at last');
    expect(await pending).toMatchObject({ status: 200, text: 'at last' });
    await drained;
  });

  it('answers what comes on a connection it has, and ends the connection with the answer', async () => {
    expect((await get('quick')).connection).toBe('keep-alive');
    const drained = drain(probe.app, 0, 60_000);
    await stopsListening();
    expect(await get('quick')).toEqual({ status: 200, connection: 'close', text: 'done' });
    await drained;
  });

  it('does not wait for a connection on which nothing comes', async () => {
    const idle = connect(probe.port, '127.0.0.1');
    await once(idle, 'connect');
    await get('quick');
    await Promise.all([drain(probe.app, 0, 60_000), once(idle, 'close')]);
  });

  it('does not wait for ever for a client that dawdles', async () => {
    const slow = connect(probe.port, '127.0.0.1', () => slow.write('GET / HTTP/1.1\r\nHost:'));
    slow.on('error', () => undefined);
    await once(probe.app.getHttpServer(), 'connection');
    await Promise.all([drain(probe.app, 0, 1_000), once(slow, 'close')]);
  });

  it('nor for one that asked for another protocol and does not read why it gets none', async () => {
    const deaf = connect(probe.port, '127.0.0.1').pause();
    deaf.on('error', () => undefined);
    deaf.write('GET /api/v1/long HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(probe.app.getHttpServer(), 'upgrade');
    await drain(probe.app, 0, 1_000);
    deaf.destroy();
  });

  it('serves as before, but not ready, while load balancers learn it', async () => {
    const drained = drain(probe.app, 100, 60_000);
    expect(await get('quick')).toEqual({ status: 200, connection: 'keep-alive', text: 'done' });
    await drained;
  });

  it('breaks no request under load', async () => {
    const outcomes: Record<string, number> = {};
    const count = (outcome: string) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + 1);
    let halfway: () => void;
    const isHalfway = new Promise<void>((resolve) => (halfway = resolve));
    const client = async () => {
      const own = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let outcome = ''; outcome !== 'ECONNREFUSED';) {
        outcome = await get('quick', own).then(
          ({ status }) => `${status}`,
          (error: NodeJS.ErrnoException) => error.code ?? 'unknown',
        );
        if (count(outcome) === 500) halfway();
      }
      own.destroy();
    };
    const clients = Array.from({ length: 20 }, client);
    await isHalfway;
    await Promise.all([drain(probe.app, 0, 60_000), ...clients]);
    expect(outcomes).toEqual({ 200: expect.any(Number), ECONNREFUSED: 20 });
  });
});
