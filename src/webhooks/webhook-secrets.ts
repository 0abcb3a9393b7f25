import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { WebhooksNotConfigured } from './webhooks.errors';

const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** A secret as it is shown once, and as it is kept. */
export interface NewSecret {
  text: string;
  sealed: Buffer;
}

/** We sign with them, so a digest would not do: they are kept encrypted, each readable for its endpoint alone. */
@Injectable()
export class WebhookSecrets {
  private key: Buffer | undefined;

  constructor(private readonly config: Config) {}

  /** @throws WebhooksNotConfigured */
  make(endpointId: string): NewSecret {
    const secret = randomBytes(SECRET_BYTES);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.keyOf(), nonce).setAAD(Buffer.from(endpointId));
    const hidden = Buffer.concat([cipher.update(secret), cipher.final()]);
    return {
      text: `whsec_${secret.toString('base64')}`,
      sealed: Buffer.concat([nonce, cipher.getAuthTag(), hidden]),
    };
  }

  /** Null when it was sealed with another key, or for another endpoint. */
  open(endpointId: string, sealed: Buffer): Buffer | null {
    try {
      return this.opened(endpointId, sealed);
    } catch {
      return null;
    }
  }

  private opened(endpointId: string, sealed: Buffer): Buffer {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.keyOf(), nonce).setAAD(Buffer.from(endpointId)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  }

  private keyOf(): Buffer {
    const { webhookKey } = this.config;
    if (webhookKey === undefined) throw new WebhooksNotConfigured();
    this.key ??= Buffer.from(hkdfSync('sha256', webhookKey, '', 'florin webhook secrets', 32));
    return this.key;
  }
}
