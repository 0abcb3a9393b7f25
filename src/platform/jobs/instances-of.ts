import type { DiscoveryService } from '@nestjs/core';

/** Every queue or consumer that some module provides. */
export function instancesOf<T>(discovery: DiscoveryService, type: abstract new (...dependencies: never[]) => T): T[] {
  const instances = discovery.getProviders().map(({ instance }): unknown => instance);
  return [...new Set(instances)].filter((instance): instance is T => instance instanceof type);
}
