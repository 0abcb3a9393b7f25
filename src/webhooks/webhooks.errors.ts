import { DomainError } from '../platform/errors/domain-error';

export class WebhookEndpointNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'webhook.endpoint_not_found';

  constructor() {
    super('There is no such endpoint.');
  }
}

export class WebhookDeliveryNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'webhook.delivery_not_found';

  constructor() {
    super('There is no such delivery to this endpoint.');
  }
}

/** Each is told everything that it wants: the number of them multiplies what is written. */
export class TooManyWebhookEndpoints extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhook.too_many_endpoints';

  constructor(max = 0) {
    super(`There are ${max} endpoints, and no more are possible.`, { max });
  }
}

/** Receivers may know only one of the two that hold: which one is given up is for staff to say. */
export class TwoWebhookSecretsHold extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhook.two_secrets_hold';

  constructor(until = new Date(0)) {
    super('Two secrets hold already: say with `replaces` which of them goes.', { until: until.toISOString() });
  }
}

export class WebhookEndpointDisabled extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhook.endpoint_disabled';

  constructor() {
    super('This endpoint is disabled: nothing is sent there.');
  }
}

/** Nobody shall reach through us what only we can reach. */
export class WebhookAddressRefused extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'webhook.address_refused';

  constructor(reason = 'it leads to a private network') {
    super(`Nothing is sent to this address: ${reason}.`, { reason });
  }
}

/** All or none: a range that was replayed in part could not be told from one that was replayed. */
export class WebhookReplayTooLarge extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'webhook.replay_too_large';

  constructor(max = 0) {
    super(`This range holds more than ${max} deliveries. Ask for a shorter one.`, { max });
  }
}

/** Without a key no secret can be kept. */
export class WebhooksNotConfigured extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'webhook.not_configured';

  constructor() {
    super('Webhooks are not set up here: WEBHOOK_KEY is missing.');
  }
}
