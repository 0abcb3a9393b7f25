import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type ClientOptions,
  type GrpcObject,
  loadPackageDefinition,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** As the owner's contract names things (`proto/ambassador.proto`); int64 arrive as digits. */
export interface ValidateRequest {
  ambassador_ids: readonly string[];
}

export interface ValidateResponse {
  valid_ambassadors: readonly { ambassador_id: string; price: string }[];
  invalid_ids: readonly string[];
}

/** `grpc.health.v1`, of a whole server or of one of its services. */
export interface HealthCheckRequest {
  service: string;
}

export interface HealthCheckResponse {
  status: 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
}

interface Contract extends GrpcObject {
  ambassador: GrpcObject & { AmbassadorValidation: ServiceClientConstructor };
  grpc: GrpcObject & { health: GrpcObject & { v1: GrpcObject & { Health: ServiceClientConstructor } } };
}

const folder = above(__dirname, 'proto');
const definition = loadSync([join(folder, 'ambassador.proto'), join(folder, 'health.proto')], {
  keepCase: true,
  longs: String,
  enums: String,
  defaults: true,
});
const contract = loadPackageDefinition(definition) as Contract;

export const AmbassadorValidation = contract.ambassador.AmbassadorValidation;
export const Health = contract.grpc.health.v1.Health;

/**
 * A connection of its own for each client, or a new one would take over the stuck one. The owner's server may call our
 * pings too many; grpc-js asks half as often then.
 */
export const CHANNEL_OPTIONS: ClientOptions = {
  'grpc.use_local_subchannel_pool': 1,
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 2_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 1_000,
  'grpc.dns_min_time_between_resolutions_ms': 1_000,
  'grpc.enable_http_proxy': 0,
};

/** The contracts lie above both the sources and what is built from them. */
function above(start: string, name: string): string {
  const path = join(start, name);
  return existsSync(join(path, 'ambassador.proto')) ? path : above(dirname(start), name);
}
