import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import { ClicksRepository } from './clicks.repository';

const SALT_BYTES = 32;
const HASH_BYTES = 16;

/**
 * Tells clicks from one address apart from those of others, within a day. The salt of the day is in the database and
 * nowhere else, and once it is thrown away nobody can try addresses until one fits.
 */
@Injectable()
export class AddressHashes {
  private day = '';
  private salt: Promise<Buffer> | undefined;

  constructor(private readonly repository: ClicksRepository) {}

  async hash(ip: string, at: Date): Promise<Buffer> {
    const salt = await this.saltOf(at.toISOString().slice(0, 10));
    return createHmac('sha256', salt).update(normalizeIp(ip)).digest().subarray(0, HASH_BYTES);
  }

  private saltOf(day: string): Promise<Buffer> {
    if (this.day !== day || this.salt === undefined) {
      this.day = day;
      this.salt = this.repository.saltOf(day, randomBytes(SALT_BYTES));
      // Whoever asks next asks the database again.
      this.salt.catch(() => (this.salt = undefined));
    }
    return this.salt;
  }
}
