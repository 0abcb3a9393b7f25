import { readonly, ref, watch } from 'vue';
import { sessionUserId } from './session';
import { answerOf, api } from './api';

/** A fact that befell the player, as `/ws` and `GET /notifications` tell it. */
export interface Notification {
  id: string;
  type: string;
  at: string;
  data: Record<string, unknown>;
}

type Listener = (notification: Notification) => void;
/** `off` while nobody is signed in. */
export type LiveState = 'off' | 'connecting' | 'live';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A socket that is not ready by then is given up for another. */
const READY_MS = 10_000;
/** A socket over which nothing came for so many heartbeats is dead, whatever it looks like. */
const SILENT_BEATS = 2.5;

const listeners = new Set<Listener>();
const state = ref<LiveState>('off');
export const liveState = readonly(state);

/** Hears every notification from now on, each once and in order; call the answer to hear no more. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Keeps one socket open while somebody is signed in, and asks for what was missed after each interruption.
 *
 * @param language what the page speaks; what comes names products in it
 */
export function startLive(language: () => string): void {
  let stop = (): void => {};
  watch(
    sessionUserId,
    (userId) => {
      stop();
      stop = userId === null ? noSocket() : keepOpen(language);
    },
    { immediate: true },
  );
}

function noSocket(): () => void {
  state.value = 'off';
  return () => {};
}

function keepOpen(language: () => string): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let readiness: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let beatMs: number | undefined;
  let lastId: string | undefined;
  let wait = FIRST_WAIT_MS;
  let isStopped = false;

  const again = (): void => {
    if (isStopped) return;
    state.value = 'connecting';
    clearTimeout(timer);
    clearTimeout(readiness);
    clearTimeout(silence);
    timer = setTimeout(() => void connect(), wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };
  const connect = async (): Promise<void> => {
    socket = undefined;
    state.value = 'connecting';
    const spoken = language();
    const ticket = await oneTimeTicket(spoken).catch(() => null);
    if (isStopped) return;
    if (ticket === null) return again();
    if (language() !== spoken) return connect();
    const opened = new WebSocket(addressAfter(lastId), ['florin', `ticket.${ticket}`]);
    socket = opened;
    opened.addEventListener('message', ({ data }) => {
      if (socket === opened) hear(JSON.parse(String(data)) as Notification);
    });
    opened.addEventListener('close', () => {
      if (socket === opened) again();
    });
    readiness = setTimeout(drop, READY_MS);
  };
  /** Gives up a socket without waiting for its end, which never comes when the other side is gone. */
  const drop = (): void => {
    const dropped = socket;
    socket = undefined;
    dropped?.close();
    again();
  };
  /** After a sleep or another network a socket may look open that is not: no page can ask it. */
  const wake = (): void => {
    if (document.visibilityState !== 'visible' || socket === undefined) return;
    wait = FIRST_WAIT_MS;
    drop();
  };
  /** The server shows that it is there as often as it said at the beginning. */
  const expectMore = (): void => {
    clearTimeout(silence);
    if (beatMs !== undefined) silence = setTimeout(drop, beatMs * SILENT_BEATS);
  };
  const hear = (notification: Notification): void => {
    wait = FIRST_WAIT_MS;
    if (notification.type === 'ready') {
      const data = notification.data as { lastId?: string; heartbeatSeconds?: number };
      beatMs = data.heartbeatSeconds && data.heartbeatSeconds * 1_000;
      lastId = data.lastId ?? lastId;
      clearTimeout(readiness);
      state.value = 'live';
    }
    expectMore();
    if (notification.type === 'ready' || notification.type === 'heartbeat') return;
    lastId = notification.id;
    for (const listener of listeners) listener(notification);
  };

  window.addEventListener('online', wake);
  const stopWatching = onReturn(wake);
  const stopListening = watch(language, () => {
    if (socket !== undefined) drop();
  });
  void connect();
  return () => {
    isStopped = true;
    window.removeEventListener('online', wake);
    stopWatching();
    stopListening();
    clearTimeout(timer);
    clearTimeout(readiness);
    clearTimeout(silence);
    socket?.close();
  };
}

/** Calls when the page is looked at again after so long that its socket may have died unseen. */
function onReturn(act: () => void): () => void {
  let hiddenAt = Date.now();
  const look = (): void => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > LONGEST_WAIT_MS) act();
  };
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}

/** A token has no place in the handshake of a socket; a ticket is good once, for half a minute. */
async function oneTimeTicket(language: string): Promise<string> {
  const header = { 'Accept-Language': language };
  return (await answerOf(api.POST('/api/v1/notifications/ticket', { params: { header } }))).ticket;
}

function addressAfter(lastId: string | undefined): string {
  const address = new URL('/ws', location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  if (lastId !== undefined) address.searchParams.set('after', lastId);
  return address.href;
}
