import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { BooksReport } from '../books/verification';
import { wholeEnvironment } from '../platform/config/child-environment';
import type { Wire } from './wire';

const COMMAND = join(__dirname, '..', 'florin.js');
const ASK_AGAIN_MS = 5_000;

/**
 * What `npm run verify` says of the books, beside all traffic: over HTTP with a token of staff, else by the command
 * with the settings of this process.
 *
 * @throws Error when there is no report
 */
export async function booksReport(wire: Wire, staffToken: string | undefined): Promise<BooksReport> {
  return staffToken === undefined ? reportOfCommand() : reportOverHttp(wire, staffToken);
}

async function reportOfCommand(): Promise<BooksReport> {
  const child = spawn(process.execPath, [COMMAND, 'verify', '--json'], {
    env: wholeEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const [out, complaints] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  try {
    return JSON.parse(out) as BooksReport;
  } catch {
    throw new Error(`The books could not be verified: ${complaints.trim()}`);
  }
}

async function reportOverHttp(wire: Wire, token: string): Promise<BooksReport> {
  const headers = () => ({ authorization: `Bearer ${token}` });
  for (;;) {
    const { status, body } = await wire.send({ method: 'GET', path: '/api/v1/admin/books', headers });
    if (status === 200) return body as BooksReport;
    if (status !== 202) throw new Error(`The books could not be verified: GET /admin/books was answered ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  }
}
