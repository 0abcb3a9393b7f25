import { isPaymeMethod } from './payme-methods';
import { isObject, openEnvelope } from './payme-rpc';

/**
 * What may be kept of a call that was refused: of methods that are none of ours only the name, for one of them,
 * `ChangePassword`, brings the new key of the cashbox.
 */
export function keptOfRefused(body: Buffer): string {
  const text = body.toString();
  try {
    const { id, content } = openEnvelope(body);
    if (!isObject(content)) return withoutKeys(text);
    return isPaymeMethod(content.method) ? text : JSON.stringify({ id, method: content.method });
  } catch {
    return withoutKeys(text);
  }
}

/** Of what cannot be read nobody knows the method. */
function withoutKeys(text: string): string {
  return /password/i.test(text) ? '' : text;
}
