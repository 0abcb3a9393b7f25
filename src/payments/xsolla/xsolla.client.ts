import { Injectable } from '@nestjs/common';
import type { XsollaSettings } from '../../platform/config/xsolla-settings';
import { Config } from '../../platform/config/config';
import { Unavailable } from '../../platform/errors/platform.errors';
import { tokenBody, type TokenRequest } from './xsolla-token';

const PATIENCE_MS = 5_000;
const MAX_TOKEN_CHARACTERS = 1_000;

/** Asks Xsolla for payment tokens. */
@Injectable()
export class XsollaClient {
  private readonly settings: XsollaSettings;

  constructor(config: Config) {
    this.settings = config.xsolla;
  }

  /** @throws Unavailable when Xsolla does not answer, or not with a token */
  async createToken(request: Omit<TokenRequest, 'projectId' | 'isSandbox'>): Promise<string> {
    const { merchant, projectId = '', apiUrl, isSandbox } = this.settings;
    if (merchant === undefined) throw new Unavailable('Xsolla is not set up here.');
    const response = await fetch(`${apiUrl}/merchant/v2/merchants/${encodeURIComponent(merchant.id)}/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${merchant.id}:${merchant.apiKey}`).toString('base64')}`,
      },
      body: JSON.stringify(tokenBody({ ...request, projectId, isSandbox })),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => undefined);
    const answer = response?.ok ? ((await response.json().catch(() => null)) as { token?: unknown } | null) : null;
    const token = answer?.token;
    if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_CHARACTERS)
      throw new Unavailable('Xsolla makes no payment link at present. Try again shortly.');
    return token;
  }
}
