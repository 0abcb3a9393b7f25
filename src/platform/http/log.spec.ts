import { Logger } from '@nestjs/common';
import { createLog } from './log';
import { plainLine } from './log-lines';
import { NestLog } from './nest-log';

describe('The log', () => {
  let lines: Record<string, unknown>[];
  const log = (logLevel = 'debug') =>
    createLog({ logLevel, production: true }, { write: (line) => void lines.push(JSON.parse(line)) });
  beforeEach(() => (lines = []));

  it('writes one JSON object a line, with the id of the request where there is one', () => {
    log().child({ requestId: 'r-1' }).warn({ ms: 3 }, 'Slow.');
    expect(lines).toEqual([{ level: 'warn', time: expect.any(String), requestId: 'r-1', ms: 3, msg: 'Slow.' }]);
  });

  it('tells of an error what happened and where, and never what the statement was given', () => {
    const failed = Object.assign(new Error('Query failed'), {
      code: '23505',
      parameters: ['hash-of-a-password'],
      driverError: { detail: 'Key (email)=(somebody@example.com) already exists.' },
    });
    log().error({ err: new Error('outer', { cause: failed }) }, 'A request failed.');
    expect(lines[0].err).toMatchObject({
      type: 'Error',
      message: 'outer',
      cause: { code: '23505', message: 'Query failed' },
    });
    expect(JSON.stringify(lines)).not.toMatch(/hash-of-a-password|somebody/);
  });

  it('never tells a secret', () => {
    log().info({
      password: 'p1',
      headers: { authorization: 'Bearer p2', cookie: 'p3' },
      user: { accessToken: 'p4', name: 'n' },
    });
    expect(JSON.stringify(lines)).not.toMatch(/p\d/);
    expect(lines[0].user).toEqual({ accessToken: '[redacted]', name: 'n' });
  });

  it('takes what Nest writes', () => {
    const nest = new NestLog(log());
    nest.log('ready', 'Somewhere');
    nest.log('mapped', 'RouterExplorer');
    nest.error(new Error('first'), 'An effect failed.', 'UnitOfWork');
    nest.error('second', 'Error: second\n    at somewhere', 'Elsewhere');
    nest.warn({ free: 3 }, 'Disk');
    expect(lines).toEqual([
      expect.objectContaining({ level: 'info', context: 'Somewhere', msg: 'ready' }),
      expect.objectContaining({ level: 'debug', context: 'RouterExplorer', msg: 'mapped' }),
      expect.objectContaining({
        level: 'error',
        context: 'UnitOfWork',
        msg: 'An effect failed.',
        err: expect.objectContaining({ message: 'first' }),
      }),
      expect.objectContaining({
        level: 'error',
        context: 'Elsewhere',
        msg: 'second',
        stack: expect.stringContaining('at somewhere'),
      }),
      expect.objectContaining({ level: 'warn', context: 'Disk', free: 3 }),
    ]);
  });

  it('takes what the Logger of a service writes', () => {
    const logger = new Logger('Outbox');
    Logger.overrideLogger(new NestLog(log()));
    logger.error(new Error('boom'), 'A reader failed.');
    expect(lines[0]).toMatchObject({ context: 'Outbox', msg: 'A reader failed.', err: { message: 'boom' } });
  });

  it('is plain where people read it', () => {
    log()
      .child({ requestId: 'r-1' })
      .error({ context: 'Outbox', err: new Error('boom') }, 'A reader failed.');
    const line = plainLine(JSON.stringify({ ...lines[0], time: '2026-11-21T03:22:10.639Z' }));
    expect(line).toMatch(/^03:22:10 error Outbox: A reader failed. {"requestId":"r-1"}\nError: boom\n {4}at /);
  });
});
