import type { AddressInfo, Server } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { newId } from '../../platform/database/new-id';
import { SandboxKeys } from './sandbox-keys';
import type { SandboxNotification } from './sandbox-notification';
import { sign } from './sandbox-signature';

const PATH = '/api/v1/webhooks/sandbox';
const PATIENCE_MS = 10_000;

/** Plays the provider's part: sends us signed notifications over HTTP, as anybody outside would. */
@Injectable()
export class SandboxSender {
  constructor(
    private readonly http: HttpAdapterHost,
    private readonly keys: SandboxKeys,
  ) {}

  /** @throws Error when we did not take it */
  async send(notification: SandboxNotification): Promise<void> {
    const body = JSON.stringify(notification);
    const response = await fetch(`${this.ownAddress()}${PATH}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...sign(this.keys.webhooks, `msg_${newId()}`, Math.floor(Date.now() / 1_000), body),
      },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`The notification of the sandbox was answered ${response.status}.`);
  }

  private ownAddress(): string {
    const { address, port } = (this.http.httpAdapter.getHttpServer() as Server).address() as AddressInfo;
    const isEverywhere = address === '0.0.0.0' || address === '::';
    const host = isEverywhere ? '127.0.0.1' : address.includes(':') ? `[${address}]` : address;
    return `http://${host}:${port}`;
  }
}
