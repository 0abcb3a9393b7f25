import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Looks whether the address is ours to listen on, before anything is started for it.
 *
 * @throws Error that says what to do
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw new Error(inWords(error as NodeJS.ErrnoException, port, host), { cause: error });
  }
  await new Promise((resolve) => probe.close(resolve));
}

function inWords({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Stop what listens there, or set PORT to another one.`;
  if (code === 'EACCES') return `Listening on port ${port} is not allowed. Set PORT to one above 1023.`;
  return `Cannot listen on ${host}:${port} (${message}). Set HOST and PORT.`;
}
