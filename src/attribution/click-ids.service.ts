import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';

const MAC_BYTES = 16;
const FORM = /^([0-9a-f]{32})\.([\w-]{22})$/;

/** Ids of clicks as the world sees them: signed, so that nobody makes up a click that was none. */
@Injectable()
export class ClickIds {
  private readonly key: Buffer;

  constructor({ jwtSecret }: Config) {
    this.key = createHmac('sha256', jwtSecret).update('ids of clicks').digest();
  }

  sign(id: string): string {
    const bare = id.replaceAll('-', '');
    return `${bare}.${this.macOf(bare).toString('base64url')}`;
  }

  /** The id, if this is one that we signed. */
  verify(text: string): string | undefined {
    const [, bare, mac] = FORM.exec(text) ?? [];
    if (bare === undefined) return undefined;
    const given = Buffer.from(mac, 'base64url');
    const isOurs = given.length === MAC_BYTES && timingSafeEqual(given, this.macOf(bare));
    return isOurs ? bare.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : undefined;
  }

  private macOf(bare: string): Buffer {
    return createHmac('sha256', this.key).update(bare).digest().subarray(0, MAC_BYTES);
  }
}
