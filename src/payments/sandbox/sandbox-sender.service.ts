import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/new-id';
import { OwnDoor } from '../payment-page/own-door';
import { SandboxKeys } from './sandbox-keys';
import type { SandboxNotification } from './sandbox-notification';
import { sign } from './sandbox-signature';

const PATH = '/api/v1/webhooks/sandbox';

/** Plays the provider's part: sends us signed notifications over HTTP, as anybody outside would. */
@Injectable()
export class SandboxSender {
  constructor(
    private readonly door: OwnDoor,
    private readonly keys: SandboxKeys,
  ) {}

  /** @returns whether we took it */
  async send(notification: SandboxNotification): Promise<boolean> {
    const body = JSON.stringify(notification);
    const headers = sign(this.keys.webhooks, `msg_${newId()}`, Math.floor(Date.now() / 1_000), body);
    return (await this.door.post(PATH, { ...headers }, body)).ok;
  }
}
