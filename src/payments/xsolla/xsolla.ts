import type { ProviderFolder } from '../provider-folder';
import { XsollaClient } from './xsolla.client';
import { XsollaController } from './xsolla.controller';
import { XsollaProvider } from './xsolla.provider';
import { XsollaService } from './xsolla.service';

/** What Xsolla adds to the payments. */
export const XSOLLA: ProviderFolder = {
  provider: XsollaProvider,
  controllers: [XsollaController],
  providers: [XsollaService, XsollaClient],
  entities: [],
};
