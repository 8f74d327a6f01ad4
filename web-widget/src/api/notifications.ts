import { part, type Api } from './api.ts';
import type { NotificationChoices, NotificationPage } from './schema.ts';

export type NotificationFilter = 'all' | 'unread' | 'mentions' | 'answers' | 'follows' | 'system';
export type NotificationView = 'threads' | 'customers';

export const readNotifications = (
  api: Api,
  filter: NotificationFilter,
  view: NotificationView,
  pageToken?: string,
  signal?: AbortSignal,
) => api.get<NotificationPage>('notifications', { filter, view, pageToken }, signal);

/** Those of one bundle, thread by thread. @param customer the bundle's key */
export const readNotificationsOf = (api: Api, customer: string, filter: NotificationFilter, pageToken?: string) =>
  api.get<NotificationPage>('notifications', { filter, customer, pageToken });

export const markNotification = (api: Api, id: string, read: boolean) =>
  api.send('POST', `notifications/${part(id)}/${read ? 'read' : 'unread'}`);

/** All of them, or all of one customer. */
export const markAllNotificationsRead = (api: Api, customer?: string) =>
  api.send('POST', customer ? `notifications/read-all?customer=${part(customer)}` : 'notifications/read-all');

export const markNotificationsSeen = (api: Api) => api.send('POST', 'notifications/seen');

export const readNotificationChoices = (api: Api) => api.get<NotificationChoices>('me/notification-settings');

/** What is left out stays as it is. */
export const changeNotificationChoices = (api: Api, change: Partial<NotificationChoices>) =>
  api.send<NotificationChoices>('PUT', 'me/notification-settings', { body: change });
