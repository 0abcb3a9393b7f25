import type { ProviderFolder } from '../provider-folder';
import { SandboxKeys } from './sandbox-keys';
import { SandboxPageController } from './sandbox-page.controller';
import { SandboxPageService } from './sandbox-page.service';
import { SandboxSender } from './sandbox-sender.service';
import { SandboxWebhookController } from './sandbox-webhook.controller';
import { SandboxProvider } from './sandbox.provider';

/** What the sandbox adds to the module. */
export const SANDBOX_FOLDER: ProviderFolder = {
  provider: SandboxProvider,
  controllers: [SandboxPageController, SandboxWebhookController],
  providers: [SandboxKeys, SandboxSender, SandboxPageService],
  entities: [],
};
