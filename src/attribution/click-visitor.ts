import { isbot } from 'isbot';

/** Games themselves follow links, with what their engines and phones have; lists of robots name these as well. */
const GAME_CLIENT = /^(UnityPlayer|UnrealEngine|GodotEngine|okhttp)\//;
/** How browsers say that nobody has clicked yet. */
const AHEAD_OF_TIME = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

export interface Visit {
  method: string;
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Whether this is somebody who clicked: no robot, no look ahead, no question whether the address is there. */
export function isClick({ method, headers }: Visit): boolean {
  if (method !== 'GET' || AHEAD_OF_TIME.some((name) => /prefetch|prerender|preview/i.test(textOf(headers[name])))) {
    return false;
  }
  const userAgent = textOf(headers['user-agent']);
  return GAME_CLIENT.test(userAgent) || !isbot(userAgent);
}

function textOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' ? header : (header?.join() ?? '');
}
