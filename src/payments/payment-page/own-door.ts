import type { AddressInfo, Server } from 'node:net';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

const PATIENCE_MS = 10_000;

/** Knocks at our own door over HTTP, as anybody outside would. */
@Injectable()
export class OwnDoor {
  constructor(private readonly http: HttpAdapterHost) {}

  /** Posts JSON. Whatever the answer, it is returned. */
  post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<Response> {
    return fetch(`${this.address()}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }

  private address(): string {
    const { address, port } = (this.http.httpAdapter.getHttpServer() as Server).address() as AddressInfo;
    const isEverywhere = address === '0.0.0.0' || address === '::';
    const host = isEverywhere ? '127.0.0.1' : address.includes(':') ? `[${address}]` : address;
    return `http://${host}:${port}`;
  }
}
