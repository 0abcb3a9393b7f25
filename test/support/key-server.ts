import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface SigningKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

export async function newKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A token as a studio's own auth service makes it; what is undefined among the claims is left out. */
export function signed({ kid, alg, privateKey }: SigningKey, claims: object): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg, kid }).sign(privateKey);
}

/** The auth service of a studio, as far as others see it: an address with its public keys. */
export class KeyServer {
  keys: readonly SigningKey[] = [];
  asked = 0;
  /** What it does with who asks. */
  mood: 'answers' | 'fails' | 'hangs' | 'babbles' = 'answers';

  private constructor(private readonly server: Server) {}

  static async start(): Promise<KeyServer> {
    const server = createServer();
    const keyServer = new KeyServer(server);
    server.on('request', (_, response) => {
      keyServer.asked++;
      if (keyServer.mood === 'hangs') return;
      response.statusCode = keyServer.mood === 'fails' ? 500 : 200;
      const keys = keyServer.keys.map(({ jwk }) => jwk);
      response.end(keyServer.mood === 'babbles' ? '<html>' : JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return keyServer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/.well-known/jwks.json`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
