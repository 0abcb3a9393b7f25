import type { ProviderFolder } from '../provider-folder';
import { SandboxKeys } from './sandbox-keys';
import { SandboxSender } from './sandbox-sender.service';
import { SandboxTeller } from './sandbox-teller.service';
import { SandboxWebhookController } from './sandbox-webhook.controller';
import { SandboxProvider } from './sandbox.provider';
import { SandboxStandIn } from './sandbox.stand-in';

/** What the sandbox adds to the module. */
export const SANDBOX_FOLDER: ProviderFolder = {
  provider: SandboxProvider,
  standIn: SandboxStandIn,
  controllers: [SandboxWebhookController],
  providers: [SandboxKeys, SandboxSender, SandboxTeller],
  entities: [],
};
