import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the check passes: for what happens by itself, soon, at a moment that nobody announces. */
export async function eventually(check: () => unknown, deadlineMs = 120_000): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(10);
    }
  }
}
