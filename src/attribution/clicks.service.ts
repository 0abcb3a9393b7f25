import { Injectable } from '@nestjs/common';
import { now } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import { newId } from '../platform/database/new-id';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { InvalidRequest } from '../platform/errors/platform.errors';
import { AddressHashes } from './address-hashes.service';
import { ClickIds } from './click-ids.service';
import { clickParametersOf } from './click-parameters';
import { isClick, type Visit } from './click-visitor';
import { ClicksRepository } from './clicks.repository';
import { redirectTarget } from './redirect-target';

export interface Tracked {
  /** Null: nobody clicked. */
  clickId: string | null;
  /** Where the browser is to go, if it asked for it. */
  location: string | undefined;
}

@Injectable()
export class ClicksService {
  private readonly origins: ReadonlySet<string>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ClicksRepository,
    private readonly addresses: AddressHashes,
    private readonly ids: ClickIds,
    { attribution }: Config,
  ) {
    this.origins = new Set(attribution.redirects);
  }

  /** @throws InvalidRequest for a way out that is not allowed: nothing is recorded */
  async track(query: Readonly<Record<string, unknown>>, visit: Visit & { ip: string }): Promise<Tracked> {
    const { redirect } = query;
    if (redirect !== undefined && redirectTarget(redirect, this.origins, null) === undefined) throw notAllowed();
    const clickId = isClick(visit) ? await this.record(query, visit.ip) : null;
    return { clickId, location: redirectTarget(redirect, this.origins, clickId) };
  }

  private async record(query: Readonly<Record<string, unknown>>, ip: string): Promise<string> {
    const [id, at] = [newId(), now()];
    const addressHash = await this.addresses.hash(ip, at);
    const click = { id, at, parameters: clickParametersOf(query), addressHash };
    await this.unitOfWork.run((tx) => this.repository.insert(tx, click));
    return this.ids.sign(id);
  }
}

function notAllowed(): InvalidRequest {
  const detail = 'is no address that this server sends anybody to';
  return new InvalidRequest(`The request is not valid: redirect ${detail}.`, [{ detail, pointer: '/redirect' }]);
}
