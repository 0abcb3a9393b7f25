import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, type Options, verify } from '@node-rs/argon2';
import { Turnstile } from './turnstile';

/** Argon2id (the library's default kind) as OWASP recommends it: 19 MiB, two passes, one lane. */
const ARGON2: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashes and checks passwords, two at a time: more would take the threads that files and name look-ups need, and the
 * processor from everybody who plays. Who finds a long queue is turned away at once.
 */
@Injectable()
export class Passwords implements OnModuleInit {
  private readonly turnstile = new Turnstile({ atOnce: 2, waiting: 100 });
  private nobodysHash: string;

  async onModuleInit(): Promise<void> {
    this.nobodysHash = await this.hash(randomBytes(32).toString('base64'));
  }

  /** @throws Unavailable when too many are waiting */
  hash(password: string): Promise<string> {
    return this.turnstile.pass(() => hash(normalized(password), ARGON2));
  }

  /**
   * Without a hash (no such user, no password) it takes the same time and is false, so that the time of an answer
   * does not tell who exists.
   *
   * @throws Unavailable when too many are waiting
   */
  async matches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const isRight = await this.turnstile.pass(() => verify(passwordHash ?? this.nobodysHash, normalized(password)));
    return isRight && typeof passwordHash === 'string';
  }
}

/** The same characters typed on two keyboards may be encoded in two ways (NIST SP 800-63B). */
function normalized(password: string): string {
  return password.normalize('NFKC');
}
