/** What we use of autocannon, which carries no types of its own. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Request {
    method?: string;
    path?: string;
    body?: string;
    headers?: Record<string, string>;
    setupRequest?: (request: Request) => Request;
    onResponse?: (status: number, body: string, context: object, headers?: Record<string, string>) => void;
  }

  interface Options {
    url: string;
    connections: number;
    duration: number;
    timeout: number;
    requests: Request[];
  }

  interface Result {
    duration: number;
    errors: number;
    timeouts: number;
  }

  interface Running extends EventEmitter, Promise<Result> {
    on(event: 'response', listener: (client: object, status: number, bytes: number, ms: number) => void): this;
  }

  function autocannon(options: Options): Running;

  namespace autocannon {
    export type { Request };
  }

  export = autocannon;
}
