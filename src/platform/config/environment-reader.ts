/** Secrets that stand in examples and tutorials: never accepted in production. */
const demonstrationSecrets = /change.?me|secret|example|default|password|florin|test|demo|123456/i;
const MIN_SECRET_CHARACTERS = 32;

/** Reads settings and gathers their faults, so that an operator sees all of them in one message. */
export class EnvironmentReader {
  private readonly faults: string[] = [];

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  fault(name: string, reason: string): void {
    this.faults.push(`${name} ${reason}`);
  }

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** A secret for production: present, long, and none of the well-known ones. */
  secret(name: string): string {
    const value = this.text(name);
    if (value === undefined) this.fault(name, 'is required when NODE_ENV=production');
    else if (value.length < MIN_SECRET_CHARACTERS)
      this.fault(name, `must have at least ${MIN_SECRET_CHARACTERS} characters`);
    else if (demonstrationSecrets.test(value)) this.fault(name, 'looks like a demonstration secret');
    return value ?? '';
  }

  /** A secret for production that may be missing. */
  secretIfAny(name: string): string | undefined {
    return this.text(name) === undefined ? undefined : this.secret(name);
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.text(name) ?? fallback;
    if (allowed.includes(value as T)) return value as T;
    this.fault(name, `must be one of ${allowed.join(', ')}`);
    return fallback;
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], String(fallback) as 'true' | 'false') === 'true';
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.number(name, fallback, min, max);
    if (Number.isSafeInteger(value)) return value;
    this.fault(name, 'must be a whole number');
    return fallback;
  }

  number(name: string, fallback: number, min: number, max: number): number {
    const text = this.text(name);
    const value = text === undefined ? fallback : Number(text);
    if (value >= min && value <= max) return value;
    this.fault(name, `must be a number from ${min} to ${max}`);
    return fallback;
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (protocols.some((protocol) => text.startsWith(`${protocol}//`)) && URL.canParse(text)) return text;
    this.fault(name, `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return undefined;
  }

  list(name: string): string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  /** @throws Error naming every fault */
  finish(): void {
    if (this.faults.length === 0) return;
    throw new Error(
      `Florin cannot start with these settings:\n${this.faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}
