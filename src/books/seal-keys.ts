import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';

interface SealKey {
  /** Names the key, and does not tell it. */
  id: string;
  secret: string;
}

/** The key that signs seals now, and those that signed earlier ones. */
@Injectable()
export class SealKeys {
  private keys: readonly SealKey[] | undefined;

  constructor(private readonly config: Config) {}

  /** Which key signs now. */
  get currentId(): string {
    return this.all[0].id;
  }

  sign(text: string): string {
    return signatureOf(text, this.all[0]);
  }

  /** Undefined when the key is not among ours, so that nobody can tell. */
  isGenuine(keyId: string, text: string, signature: string): boolean | undefined {
    const key = this.all.find(({ id }) => id === keyId);
    if (key === undefined) return undefined;
    const [expected, given] = [Buffer.from(signatureOf(text, key)), Buffer.from(signature)];
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  private get all(): readonly SealKey[] {
    const { sealKey, retiredSealKeys } = this.config;
    return (this.keys ??= [sealKey, ...retiredSealKeys].map((secret) => ({ id: idOf(secret), secret })));
  }
}

function signatureOf(text: string, { secret }: SealKey): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function idOf(secret: string): string {
  return hash('sha256', `florin seal key ${secret}`, 'hex').slice(0, 16);
}
