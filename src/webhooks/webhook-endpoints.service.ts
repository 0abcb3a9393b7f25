import { Injectable } from '@nestjs/common';
import { StaffAuthority } from '../auth/staff-authority.service';
import { AuditService } from '../platform/audit/audit.service';
import { now, nowMs } from '../platform/clock/clock';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import type { ChangeWebhookEndpointDto, NewWebhookEndpointDto, ReplacedSecret } from './dto/webhook-endpoint.dto';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookEndpoint } from './webhook-endpoint.entity';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { WebhookSecrets } from './webhook-secrets';
import { WebhookTarget } from './webhook-target';
import { TooManyWebhookEndpoints, TwoWebhookSecretsHold, WebhookEndpointNotFound } from './webhooks.errors';

const MAX_ENDPOINTS = 20;
/** How long receivers may take to learn a new secret. */
const BOTH_SECRETS_MS = 24 * 60 * 60 * 1_000;

const HEALTHY = { failingSince: null, failures: 0, pausedUntil: null } as const;

/** An endpoint with its secret, which nobody can tell again. */
export interface EndpointWithSecret {
  endpoint: WebhookEndpoint;
  secret: string;
}

/** Who is told what happened. All of this is for admins, and in the audit log. */
@Injectable()
export class WebhookEndpointsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly secrets: WebhookSecrets,
    private readonly target: WebhookTarget,
    private readonly authority: StaffAuthority,
    private readonly audit: AuditService,
  ) {}

  /** @throws WebhookAddressRefused, TooManyWebhookEndpoints, WebhooksNotConfigured, Forbidden, AccountBlocked */
  async create(actor: Actor, draft: NewWebhookEndpointDto): Promise<EndpointWithSecret> {
    const url = await this.allowed(draft.url);
    const id = newId();
    const { text, sealed } = this.secrets.make(id);
    const endpoint = Object.assign(new WebhookEndpoint(), {
      id,
      url: url.href,
      description: draft.description?.trim() ?? '',
      eventTypes: draft.eventTypes,
      sealedSecret: sealed,
      sealedPreviousSecret: null,
      previousSecretUntil: null,
      disabledAt: null,
      disabledBecause: null,
      ...HEALTHY,
      createdBy: actor.id,
      createdAt: now(),
      deletedAt: null,
    });
    await this.unitOfWork.run(async (tx) => {
      await this.authority.hold(tx, actor, ['admin']);
      if ((await this.repository.count(tx)) >= MAX_ENDPOINTS) throw new TooManyWebhookEndpoints(MAX_ENDPOINTS);
      await this.repository.insert(tx, endpoint);
      await this.note(tx, actor, 'created', id, { after: shown(endpoint) });
    });
    return { endpoint, secret: text };
  }

  /** Newest first; `before` is the id of the last of the page before. */
  list(limit: number, before?: string): Promise<WebhookEndpoint[]> {
    return this.repository.findPage(limit, before);
  }

  /** @throws WebhookEndpointNotFound */
  async get(id: string): Promise<WebhookEndpoint> {
    const endpoint = await this.repository.find(id);
    if (endpoint === null) throw new WebhookEndpointNotFound();
    return endpoint;
  }

  /** Holds for what is sent from now on; what waits is tried at another address at once. @throws WebhookAddressRefused, WebhookEndpointNotFound, Forbidden, AccountBlocked */
  async change(actor: Actor, id: string, draft: ChangeWebhookEndpointDto): Promise<WebhookEndpoint> {
    const url = draft.url === undefined ? undefined : (await this.allowed(draft.url)).href;
    return this.alter(actor, id, 'changed', (was) => ({
      url: url ?? was.url,
      description: draft.description?.trim() ?? was.description,
      eventTypes: draft.eventTypes ?? was.eventTypes,
      // Another address has another history.
      ...(url === undefined || url === was.url ? {} : HEALTHY),
    }));
  }

  /**
   * The secret until now goes on holding for a day, and everything is signed with both. While two hold, `replaces` says
   * which of them goes: whoever did not learn the newest, since the answer was lost, replaces it.
   *
   * @throws TwoWebhookSecretsHold, WebhookEndpointNotFound, WebhooksNotConfigured, Forbidden, AccountBlocked
   */
  async rotateSecret(actor: Actor, id: string, replaces?: ReplacedSecret): Promise<EndpointWithSecret> {
    const { text, sealed } = this.secrets.make(id);
    const endpoint = await this.alter(actor, id, 'secret_rotated', (was) => {
      const { previousSecretUntil: until } = was;
      const twoHold = until !== null && until > now();
      if (twoHold && replaces === undefined) throw new TwoWebhookSecretsHold(until);
      if (twoHold && replaces === 'newest') return { sealedSecret: sealed };
      return {
        sealedSecret: sealed,
        sealedPreviousSecret: was.sealedSecret,
        previousSecretUntil: new Date(nowMs() + BOTH_SECRETS_MS),
      };
    });
    return { endpoint, secret: text };
  }

  /** May be repeated. What happens meanwhile waits. @throws WebhookEndpointNotFound, Forbidden, AccountBlocked */
  async disable(actor: Actor, id: string): Promise<WebhookEndpoint> {
    return this.alter(actor, id, 'disabled', ({ disabledAt }) =>
      disabledAt === null ? { disabledAt: now(), disabledBecause: 'staff' } : {},
    );
  }

  /** May be repeated. What waits is sent at once, in order. @throws WebhookEndpointNotFound, Forbidden, AccountBlocked */
  async enable(actor: Actor, id: string): Promise<WebhookEndpoint> {
    return this.alter(actor, id, 'enabled', ({ disabledAt }) =>
      disabledAt === null ? {} : { disabledAt: null, disabledBecause: null, ...HEALTHY },
    );
  }

  /** What waits is not sent, and what was sent is forgotten. @throws WebhookEndpointNotFound, Forbidden, AccountBlocked */
  async delete(actor: Actor, id: string): Promise<void> {
    await this.alter(actor, id, 'deleted', () => ({ deletedAt: now() }));
  }

  private async alter(
    actor: Actor,
    id: string,
    what: string,
    changeOf: (was: WebhookEndpoint) => Partial<WebhookEndpoint>,
  ): Promise<WebhookEndpoint> {
    return this.unitOfWork.run(async (tx) => {
      await this.authority.hold(tx, actor, ['admin']);
      const was = await this.repository.lock(tx, id);
      if (was === null) throw new WebhookEndpointNotFound();
      const change = changeOf(was);
      if (Object.keys(change).length === 0) return was;
      await this.repository.update(tx, id, change);
      // What was put off because it failed is due now that it is believed to be well.
      if ('failures' in change) await this.deliveries.hurry(tx, id, 'all');
      const is = Object.assign(new WebhookEndpoint(), was, change);
      await this.note(tx, actor, what, id, { before: shown(was), after: shown(is) });
      return is;
    });
  }

  private async allowed(text: string): Promise<URL> {
    const url = new URL(text);
    url.hash = '';
    await this.target.requireAllowed(url);
    return url;
  }

  private note(tx: Tx, actor: Actor, what: string, id: string, details: { before?: object; after: object }) {
    return this.audit.record(tx, {
      actor,
      action: `webhook_endpoint.${what}`,
      target: `webhook_endpoint:${id}`,
      ...details,
    });
  }
}

/** What the audit log keeps: paths and queries of addresses may hold secrets. */
function shown({ url, description, eventTypes, disabledBecause, previousSecretUntil }: WebhookEndpoint): object {
  return { host: new URL(url).host, description, eventTypes, disabledBecause, previousSecretUntil };
}
