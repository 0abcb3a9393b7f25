/** The command was carried out, now or when its key was first seen. */
export interface Accepted {
  accepted: true;
  status: number;
  /** JSON, the same to the byte for every repetition of the key. */
  body: string;
  replayed: boolean;
}

/** The command was not carried out and changed no holding: a domain error, or a fault of ours. */
export interface Refused {
  accepted: false;
  error: unknown;
}

export type Receipt = Accepted | Refused;
