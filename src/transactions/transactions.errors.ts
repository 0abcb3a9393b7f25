import { SubjectNotFound } from '../platform/security/security.errors';

/** Whoever has no account is nobody. */
export class AccountNotFound extends SubjectNotFound {}
