import { NotificationId } from '../notification-id';

export class SocketQueryDto {
  @NotificationId({ optional: true, description: 'The last one that the client has: what came after it comes first.' })
  after?: string;
}
