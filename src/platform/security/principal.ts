export const ROLES = ['player', 'support', 'finance', 'admin', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** Roles of people who work for the studio. */
export const STAFF: readonly Role[] = ['support', 'finance', 'admin'];

/** What the key of a service may be good for; each key has its own few. */
export const SCOPES = [
  'funds:write',
  'inventory:write',
  'catalog:write',
  'events:write',
  'pipeline:run',
  'read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is asking, as proven by the token of the request. */
export interface Principal {
  /** A user; for the role `service`, an API key. */
  readonly id: string;
  readonly role: Role;
  /** Of the role `service` alone: what its key was made for. */
  readonly scopes?: readonly Scope[];
  /** Of tokens that a login gave: the session they belong to. */
  readonly sessionId?: string;
}

/** From where a token comes: a request, which looks its address up only when it is asked. */
export interface Bearer {
  readonly ip: string;
}

/** Port: turns a bearer token into a principal. `auth` provides it; platform knows no tokens. */
export abstract class PrincipalSource {
  /**
   * The principal, or null when the token is not valid, expired or not ours.
   *
   * @throws RateLimitExceeded for whoever tries too many
   */
  abstract authenticate(token: string, bearer: Bearer): Principal | null | Promise<Principal | null>;

  /** Whether a member of staff still is what their token says: it outlives a demotion or a block by minutes. */
  abstract isCurrent(staff: Principal): Promise<boolean>;
}

export function isStaff(principal: Principal | undefined): boolean {
  return principal !== undefined && STAFF.includes(principal.role);
}
