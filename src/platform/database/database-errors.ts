interface Coded {
  code?: unknown;
  severity?: unknown;
  constraint?: unknown;
  message?: unknown;
  driverError?: unknown;
}

/** TypeORM wraps what the driver threw; the facts are in the innermost error. */
function driverError(error: unknown): Coded {
  const coded = (typeof error === 'object' && error !== null ? error : {}) as Coded;
  return typeof coded.driverError === 'object' && coded.driverError !== null ? coded.driverError : coded;
}

/** The five characters of SQLSTATE, when the server itself reported the error. */
export function sqlState(error: unknown): string | undefined {
  const { code, severity } = driverError(error);
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && severity !== undefined ? code : undefined;
}

/** The name of the violated constraint (23505 and its like), for the repository that owns it. */
export function violatedConstraint(error: unknown): string | undefined {
  const { constraint } = driverError(error);
  return sqlState(error)?.startsWith('23') && typeof constraint === 'string' ? constraint : undefined;
}

/** Another transaction stood in the way and running the whole work again is right: 40001, 40P01. */
export function isSerializationFailure(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '');
}

/** An earlier statement of the transaction failed, and this one only says so. */
export function isTransactionAborted(error: unknown): boolean {
  return sqlState(error) === '25P02';
}

/** A row lock did not come within `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

/** The server gave up after `statement_timeout`; what it had done is undone. */
export function isStatementTimeout(error: unknown): boolean {
  return sqlState(error) === '57014';
}

const awayMessages =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|not queryable|query read timeout|queryrunner.*released|pool is draining|cannot use a pool after|client has encountered a connection error/i;
const awayCodes = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** The database cannot be reached, ended our connection, has no connection left, or is starting or stopping. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error);
  const { code, message, severity } = driverError(error);
  // FATAL ends the connection, or refuses it, whatever the reason.
  if (state !== undefined) return severity === 'FATAL' || /^(08|57P|53)/.test(state);
  return (
    (typeof code === 'string' && awayCodes.test(code)) || (typeof message === 'string' && awayMessages.test(message))
  );
}

/** Nobody's fault and soon over: the database is away, or a lock or a statement took too long. */
export function isPassing(error: unknown): boolean {
  return isDatabaseAway(error) || isLockTimeout(error) || isStatementTimeout(error);
}
