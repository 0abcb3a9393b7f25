import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { requireFreePort } from './free-port';

describe('requireFreePort', () => {
  it('says in one sentence what to do about a port that is in use, and nothing once it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(requireFreePort(port, '127.0.0.1')).rejects.toThrow(
      `Port ${port} is in use. Stop what listens there, or set PORT to another one.`,
    );
    other.close();
    await once(other, 'close');
    await requireFreePort(port, '127.0.0.1');
  });

  it('names an address that is not of this machine', async () => {
    await expect(requireFreePort(0, '203.0.113.1')).rejects.toThrow(
      /^Cannot listen on 203.0.113.1:0 .* Set HOST and PORT.$/,
    );
  });
});
