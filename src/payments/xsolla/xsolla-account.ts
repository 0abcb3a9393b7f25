import type { Config } from '../../platform/config/config';
import { demoKey } from '../demo-keys';

/** Who we are at Xsolla. */
export interface XsollaAccount {
  /** Signs what Xsolla tells us. Absent: nothing is believed. */
  webhookSecret: string | undefined;
  projectId: string | undefined;
  /** What payment links are made with. */
  merchant: { id: string; apiKey: string } | undefined;
  /** Nobody is asked for a link: our own payment page stands in for Pay Station. Never in production. */
  isPlayed: boolean;
  merchantId: string;
}

const PLAYED_ID = '1';

/** What the settings say, and where play money is allowed and no API key is given, what a demonstration needs beside it. */
export function xsollaAccount({ xsolla, shop, jwtSecret, production }: Config): XsollaAccount {
  const { webhookSecret, projectId, merchant } = xsolla;
  const isPlayed = !production && shop.sandbox.isEnabled && merchant === undefined;
  const account = { webhookSecret, projectId, merchant, isPlayed, merchantId: merchant?.id ?? PLAYED_ID };
  if (!isPlayed) return account;
  return {
    ...account,
    webhookSecret: webhookSecret ?? demoKey(jwtSecret, 'xsolla'),
    projectId: projectId ?? (webhookSecret === undefined ? PLAYED_ID : undefined),
  };
}
