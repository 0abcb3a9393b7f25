export const ROLES = ['player', 'support', 'finance', 'admin', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** Roles of people who work for the studio. */
export const STAFF: readonly Role[] = ['support', 'finance', 'admin'];

/** Who is asking, as proven by the token of the request. */
export interface Principal {
  readonly id: string;
  readonly role: Role;
}

/** Port: turns a bearer token into a principal. `auth` provides it; platform knows no tokens. */
export abstract class PrincipalSource {
  /** The principal, or null when the token is not valid, expired or not ours. */
  abstract authenticate(token: string): Principal | null | Promise<Principal | null>;
}

export function isStaff(principal: Principal | undefined): boolean {
  return principal !== undefined && STAFF.includes(principal.role);
}
