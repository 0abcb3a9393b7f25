/** A part did not answer in time. */
export class DeadlineExceeded extends Error {}

/**
 * What `pending` gives, if it does so in time. When this process itself was held up, an answer that has arrived
 * meanwhile still counts: it is looked at once more before giving up.
 *
 * @throws DeadlineExceeded; what becomes of `pending` afterwards is nobody's concern
 */
export function within<T>(milliseconds: number, pending: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      setImmediate(() => reject(new DeadlineExceeded(`No answer within ${milliseconds} ms.`)));
    }, milliseconds);
    pending.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
