import { part, type Api } from './api.ts';
import type { NotificationPage } from './schema.ts';

export type NotificationFilter = 'all' | 'unread' | 'mentions';

export const readNotifications = (api: Api, filter: NotificationFilter, pageToken?: string, signal?: AbortSignal) =>
  api.get<NotificationPage>('notifications', { filter, pageToken }, signal);

export const markNotificationRead = (api: Api, id: string) => api.send('POST', `notifications/${part(id)}/read`);
export const markAllNotificationsRead = (api: Api) => api.send('POST', 'notifications/read-all');
export const markNotificationsSeen = (api: Api) => api.send('POST', 'notifications/seen');
