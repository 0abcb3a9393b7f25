import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import { secretBytes } from './sandbox-signature';

/** The secrets of the sandbox: given, or made of the one that every process has. */
@Injectable()
export class SandboxKeys {
  readonly webhooks: Buffer;

  constructor(config: Config) {
    const { secret } = config.shop.sandbox;
    this.webhooks =
      secret === undefined
        ? createHmac('sha256', config.jwtSecret).update('payments of the sandbox').digest()
        : secretBytes(secret);
  }
}
