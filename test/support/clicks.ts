import { eventually } from './eventually';
import { type Answer, call } from './players';
import type { TestApp } from './app';

/** What somebody clicks with. */
export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1';

export interface Tracked {
  ok: boolean;
  clickId: string;
  logged: boolean;
}

/** Follows a link, as a phone does. */
export function follow(app: { url: string }, query: string): Promise<Answer<Tracked>> {
  return call<Tracked>(app, `/track?${query}`, { headers: { 'user-agent': IPHONE } });
}

export async function clickOn(app: { url: string }, query: string): Promise<string> {
  return (await follow(app, query)).body.clickId;
}

/** A player whom a click brought. */
export async function comeBy(app: TestApp, clickId: string): Promise<{ id: string; token: string }> {
  const deviceId = `a device of a guest ${Math.random()}`;
  const { body } = await call<{ user: { id: string }; accessToken: string }>(app, '/auth/guest', {
    body: { deviceId, clickId },
  });
  return { id: body.user.id, token: body.accessToken };
}

/** Waits until all that was told so far was looked at: what is joined then, is. */
export async function joined(app: TestApp): Promise<void> {
  await eventually(async () => {
    const [{ behind }] = await app.database.query<{ behind: boolean }>(
      `select coalesce(max(id), 0) > (select position from outbox_readers where name = 'JoinClicks') as behind
       from outbox_events where events::text like '%player.came_by_click%'`,
    );
    expect(behind).toBe(false);
  });
}
