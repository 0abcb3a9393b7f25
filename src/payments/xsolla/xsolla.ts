import type { ProviderFolder } from '../provider-folder';
import { XsollaClient } from './xsolla.client';
import { XsollaController } from './xsolla.controller';
import { XsollaProvider } from './xsolla.provider';
import { XsollaService } from './xsolla.service';
import { XsollaStandIn } from './xsolla.stand-in';

/** What Xsolla adds to the payments. */
export const XSOLLA: ProviderFolder = {
  provider: XsollaProvider,
  standIn: XsollaStandIn,
  controllers: [XsollaController],
  providers: [XsollaService, XsollaClient],
  entities: [],
};
