import { NotificationId } from '../notification-id';

export class ReadNotificationsDto {
  @NotificationId({ description: 'This one, and all before it.' })
  upTo: string;
}
