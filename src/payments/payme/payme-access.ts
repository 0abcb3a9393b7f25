import { hash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import { paymeCashbox } from './payme-cashbox';
import { paymeError } from './payme.errors';

/** The name under which Payme calls; the key of the cashbox is its password. */
const LOGIN = 'Paycom';

export interface Caller {
  ip: string;
  authorization: string | undefined;
}

/** Tells Payme from everybody else. */
@Injectable()
export class PaymeAccess {
  private readonly key: string | undefined;
  private readonly allowed: BlockList | undefined;

  constructor(config: Config) {
    const { allowedIps } = config.payme;
    this.key = paymeCashbox(config)?.key;
    this.allowed = allowedIps.length === 0 ? undefined : blockListOf(allowedIps);
  }

  /** @throws PaymeError */
  admit({ ip, authorization }: Caller): void {
    if (!this.isAllowed(ip) || !this.isProven(authorization)) throw paymeError('unauthorized');
  }

  private isAllowed(ip: string): boolean {
    if (this.allowed === undefined) return true;
    const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
    return this.allowed.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }

  private isProven(authorization: string | undefined): boolean {
    if (this.key === undefined) return false;
    const [, credentials = ''] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '') ?? [];
    return areSame(Buffer.from(credentials, 'base64').toString('utf8'), `${LOGIN}:${this.key}`);
  }
}

/** Compares digests, so that the time it takes tells nothing of what is compared, not even its length. */
function areSame(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}

function blockListOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    const [base, prefix] = address.split('/');
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(base, family);
    else list.addSubnet(base, Number(prefix), family);
  }
  return list;
}
