import type { EnvironmentReader } from './environment-reader';

export interface SellablesSettings {
  /** Where the owner of ambassadors answers. Absent: none are sold. */
  ambassadors: { host: string; port: number } | undefined;
}

/** Either of the two settings turns it on. */
export function sellablesSettings(read: EnvironmentReader): SellablesSettings {
  const [host, port] = [read.text('AMBASSADOR_GRPC_HOST'), read.text('AMBASSADOR_GRPC_PORT')];
  if (host !== undefined && /[\s/:]/.test(host))
    read.fault('AMBASSADOR_GRPC_HOST', 'must be a host name or an address');
  if (host === undefined && port === undefined) return { ambassadors: undefined };
  return { ambassadors: { host: host ?? '127.0.0.1', port: read.integer('AMBASSADOR_GRPC_PORT', 50_051, 1, 65_535) } };
}
