import { answerOf, api } from './api';
import type { components } from './schema';

/** A notification as it is kept, for seven days. */
export type KeptNotification = components['schemas']['NotificationView'];

/** Newest first. */
export function notificationPage(limit: number, cursor?: string) {
  return answerOf(api.GET('/api/v1/notifications', { params: { query: { limit, cursor } } }));
}

/** Marks this one and all before it as read. */
export function markRead(upTo: string) {
  return answerOf(api.POST('/api/v1/notifications/read', { body: { upTo } }));
}
