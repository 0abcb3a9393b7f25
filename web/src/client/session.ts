import { computed, readonly, shallowRef } from 'vue';
import { Problem, problemOf, SESSION_CHANGED } from './problem';
import type { components } from './schema';
import { uniqueId } from './unique-id';

export type Session = components['schemas']['SessionView'];
export type User = components['schemas']['UserView'];
type Registration = components['schemas']['RegisterDto'];

/** Asks for the refresh token as a cookie that no script can read; the access token lives in this page's memory alone. */
const COOKIE_SESSION = { 'content-type': 'application/json', 'x-session': 'cookie' };
/**
 * Says that a cookie may be there, and whose it was: without it a visitor's first request would be a refusal. Other tabs
 * hear when it changes. It is no secret.
 */
const WAS_SIGNED_IN = 'florin.signed-in';
/** An access token is renewed this long before it ends. */
const RENEW_BEFORE_SECONDS = 30;

/** Whoever waits for a renewal that hangs would keep all tabs waiting. */
const RENEWAL_MS = 15_000;
/** What begins a session is not asked for again by itself: it may take longer, but no form waits for ever. */
const LONGEST_ANSWER_MS = 60_000;

/** No cookie, one that does not hold any more, and an account that is blocked. */
const ENDED: ReadonlySet<number> = new Set([400, 401, 403]);
const UNAUTHORISED = 401;

interface Held {
  user: User;
  accessToken: string;
  /** In milliseconds of the page's own clock. */
  endsAt: number;
}

const held = shallowRef<Held | null>(null);
let renewal: Promise<void> = Promise.resolve();

export const currentUser = computed(() => held.value?.user ?? null);
export const isSignedIn = computed(() => held.value !== null);
/** Who is signed in; changes when somebody else is. */
export const sessionUserId = readonly(computed(() => held.value?.user.id ?? null));

export const logIn = (name: string, password: string, clickId?: string) =>
  begin('login', { [name.includes('@') ? 'email' : 'username']: name, password, clickId });

export const register = (registration: Registration) => begin('register', registration);

/**
 * Who signed in in another tab goes on here too. Whoever begins another session finds out first whose it would end: a
 * guest has no other.
 *
 * @throws Problem when nobody says who it is
 */
export async function joinOtherTabs(): Promise<void> {
  if (held.value === null && wasSignedIn()) await renew();
}

/**
 * A new guest, known to this browser by its cookie alone: the device's secret is forgotten once it is sent. Who is signed
 * in with that cookie already, in another tab, goes on here instead of being lost.
 */
export async function enterAsGuest(clickId?: string): Promise<void> {
  await joinOtherTabs();
  if (held.value === null) await begin('guest', { deviceId: uniqueId(), clickId });
}

export async function upgrade(registration: Registration): Promise<void> {
  await begin('upgrade', registration, { authorization: `Bearer ${await accessToken()}` });
}

/** All other sessions end. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await begin('password', { currentPassword, newPassword }, { authorization: `Bearer ${await accessToken()}` });
}

/** @throws Problem when nobody has said that the session ended: whoever was signed in stays so */
export async function logOut(): Promise<void> {
  await alone(async () => {
    const response = await fetch('/api/v1/auth/logout', {
      method: 'POST',
      headers: COOKIE_SESSION,
      body: '{}',
      signal: AbortSignal.timeout(RENEWAL_MS),
    });
    if (!response.ok && response.status !== UNAUTHORISED) throw problemOf(response.status, await bodyOf(response));
    forget();
  });
}

/** Whether a cookie of an earlier visit, or of another tab, may be there. */
export function wasSignedIn(): boolean {
  return localStorage.getItem(WAS_SIGNED_IN) !== null;
}

/** All tabs share one session: what ended in another, or was begun there by somebody else, has ended here. */
export function followOtherTabs(): void {
  addEventListener('storage', ({ key }) => {
    if (key !== WAS_SIGNED_IN && key !== null) return;
    if (localStorage.getItem(WAS_SIGNED_IN) !== sessionUserId.value) held.value = null;
  });
}

/**
 * A token that holds, or null for nobody.
 *
 * @throws Problem when nobody answers; whoever was signed in stays so
 */
export async function accessToken(): Promise<string | null> {
  if (held.value === null) return null;
  if (Date.now() > held.value.endsAt - RENEW_BEFORE_SECONDS * 1_000) await renew();
  return held.value?.accessToken ?? null;
}

/**
 * One refresh at a time in all tabs of this browser, since a refresh token is good once.
 *
 * @param refused the token that was not accepted; nothing is asked when another has come meanwhile
 */
export async function renew(refused?: string): Promise<void> {
  await alone(async () => {
    if (refused !== undefined && held.value?.accessToken !== refused) return;
    const response = await fetch('/api/v1/auth/refresh', {
      method: 'POST',
      headers: COOKIE_SESSION,
      body: '{}',
      signal: AbortSignal.timeout(RENEWAL_MS),
    });
    if (response.ok) goOnWith((await response.json()) as Session);
    else if (ENDED.has(response.status)) forget();
    else throw problemOf(response.status, await bodyOf(response));
  });
}

/** @throws Problem `client.session_changed` when somebody else is signed in here than who began */
export function requireUser(begunBy: string | null): void {
  if (begunBy === null || begunBy === sessionUserId.value) return;
  throw new Problem(0, SESSION_CHANGED, 'Another account is signed in now.');
}

/**
 * The cookie is shared by all tabs: somebody else may have signed in with it in another one. This tab then stands as
 * signed out, and is theirs once it is loaded anew or signed in to.
 */
function goOnWith(session: Session): void {
  const before = sessionUserId.value;
  if (before === null || before === session.user.id) keep(session);
  else held.value = null;
}

/** One tab at a time; a page that came over plain http knows no locks of the browser. */
async function alone(act: () => Promise<void>): Promise<void> {
  if (navigator.locks === undefined) await (renewal = renewal.then(act, act));
  else await navigator.locks.request('florin-refresh', act);
}

/** Neither a renewal nor a farewell of another tab comes between the cookie and what is kept of it. */
async function begin(path: string, body: object, headers: Record<string, string> = {}): Promise<void> {
  await alone(async () => {
    const response = await fetch(`/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { ...COOKIE_SESSION, ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    });
    if (!response.ok) throw problemOf(response.status, await bodyOf(response));
    keep((await response.json()) as Session);
  });
}

function forget(): void {
  held.value = null;
  localStorage.removeItem(WAS_SIGNED_IN);
}

function keep({ user, accessToken, expiresIn }: Session): void {
  localStorage.setItem(WAS_SIGNED_IN, user.id);
  held.value = { user, accessToken, endsAt: Date.now() + expiresIn * 1_000 };
}

function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => null);
}
