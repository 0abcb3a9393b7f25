import { randomBytes, randomInt } from 'node:crypto';
import autocannon from 'autocannon';
import { DUPLICATES, type LoadResult, type Traffic } from './traffic';
import { percentile } from './statistics';

/** Load by `autocannon`, in this process. */
export async function loadByAutocannon(traffic: Traffic, connections: number, seconds: number): Promise<LoadResult> {
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  let replayed = 0;
  const running = autocannon({
    url: traffic.url,
    connections,
    duration: seconds,
    timeout: 10,
    requests: [
      {
        setupRequest: nextRequest(traffic),
        onResponse: (status, _body, _context, headers) => {
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (headers !== undefined && 'idempotent-replayed' in headers) replayed += 1;
        },
      },
    ],
  });
  void running.on('response', (_client, _status, _bytes, ms) => times.push(ms));
  const result = await running;
  return {
    seconds: result.duration,
    statuses,
    replayed,
    p50Ms: percentile(times, 50),
    p99Ms: percentile(times, 99),
    broken: result.errors + result.timeouts,
  };
}

function nextRequest({ method, paths, tokens, body, keyed }: Traffic) {
  const keyPrefix = randomBytes(12).toString('hex');
  let sent = 100_000_000_000;
  let last: { path: string; headers: Record<string, string> } | undefined;
  return (request: autocannon.Request): autocannon.Request => {
    if (!keyed || last === undefined || Math.random() >= DUPLICATES) {
      sent += 1;
      last = {
        path: paths[randomInt(paths.length)],
        headers: {
          ...(tokens.length > 0 ? { authorization: `Bearer ${tokens[randomInt(tokens.length)]}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(keyed ? { 'idempotency-key': `${keyPrefix}${sent}` } : {}),
        },
      };
    }
    return { ...request, method, body, ...last };
  };
}
