import type { Answer } from './players';
import { NOBODY_THERE } from './webhooks';

type Send = (method: string, path: string, body?: object) => Promise<Answer<{ id: string }>>;

const PATH = '/webhook-endpoints';

/** What admins do with endpoints, how, and what the audit log calls it. */
export function webhookActions(send: Send): Record<string, [action: string, work: () => Promise<{ status: number }>]> {
  const made = async () => (await send('POST', PATH, { url: NOBODY_THERE })).body.id;
  const at = (method: string, rest: string, body?: object) => async () =>
    send(method, `${PATH}/${await made()}${rest}`, body);
  const toPost = (rest: string, body?: object) => at('POST', rest, body);
  const toDelivery = (what: string) => async () => {
    const id = await made();
    const test = await send('POST', `${PATH}/${id}/test`);
    return send('POST', `${PATH}/${id}/deliveries/${test.body.id}/${what}`);
  };
  const disabledFirst = async () => {
    const id = await made();
    await send('POST', `${PATH}/${id}/disable`);
    return send('POST', `${PATH}/${id}/enable`);
  };
  const range = { since: '2026-01-01', until: '2026-01-02' };
  return {
    [`POST ${PATH}`]: ['webhook_endpoint.created', () => send('POST', PATH, { url: NOBODY_THERE })],
    [`PATCH ${PATH}/{id}`]: ['webhook_endpoint.changed', at('PATCH', '', { description: 'Europe' })],
    [`DELETE ${PATH}/{id}`]: ['webhook_endpoint.deleted', at('DELETE', '')],
    [`POST ${PATH}/{id}/rotate-secret`]: ['webhook_endpoint.secret_rotated', toPost('/rotate-secret')],
    [`POST ${PATH}/{id}/disable`]: ['webhook_endpoint.disabled', toPost('/disable')],
    [`POST ${PATH}/{id}/enable`]: ['webhook_endpoint.enabled', disabledFirst],
    [`POST ${PATH}/{id}/test`]: ['webhook_endpoint.tested', toPost('/test')],
    [`POST ${PATH}/{id}/replay`]: ['webhook_endpoint.replayed', toPost('/replay', range)],
    [`POST ${PATH}/{id}/deliveries/{deliveryId}/replay`]: ['webhook_endpoint.delivery_replayed', toDelivery('replay')],
    [`POST ${PATH}/{id}/deliveries/{deliveryId}/give-up`]: [
      'webhook_endpoint.delivery_given_up',
      toDelivery('give-up'),
    ],
  };
}
