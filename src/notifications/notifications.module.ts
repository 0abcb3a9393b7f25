import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Deliveries } from './deliveries';
import { Notification } from './notification.entity';
import { NotificationErasures } from './notification-erasures.service';
import { NotificationRetention } from './notification-retention';
import { NotificationWords } from './notification-words';
import { NotificationSignal } from './notification-signal';
import { NotificationsController } from './notifications.controller';
import { NotificationsRepository } from './notifications.repository';
import { NotificationsService } from './notifications.service';
import { OpenSockets } from './open-sockets';
import { ProductNamesQuery } from './product-names.query';
import { ReadMarks } from './read-marks';
import { SocketEntrance } from './socket-entrance';
import { SocketExpulsion } from './socket-expulsion';
import { SocketHost } from './socket-host';
import { SocketMetrics } from './socket-metrics';
import { SocketRounds } from './socket-rounds';
import { SocketSignals } from './socket-signals';
import { SocketStandingQuery } from './socket-standing.query';
import { SocketTicket } from './socket-ticket.entity';
import { SocketTickets } from './socket-tickets';
import { SocketTicketsRepository } from './socket-tickets.repository';
import { SocketsController } from './sockets.controller';
import { SocketsGateway } from './sockets.gateway';
import { Tellings } from './tellings.service';
import { WriteNotifications } from './write-notifications';

const written = [Tellings, ProductNamesQuery, WriteNotifications, NotificationSignal, NotificationWords];
const kept = [NotificationsService, NotificationsRepository, NotificationRetention, NotificationErasures];
const letIn = [SocketEntrance, SocketTickets, SocketTicketsRepository, SocketStandingQuery];
const live = [SocketsGateway, SocketHost, OpenSockets, Deliveries, ReadMarks, SocketMetrics];
const watched = [SocketRounds, SocketSignals, SocketExpulsion];

@Module({
  imports: [TypeOrmModule.forFeature([Notification, SocketTicket])],
  controllers: [NotificationsController, SocketsController],
  providers: [...written, ...kept, ...letIn, ...live, ...watched],
  exports: [NotificationErasures, Tellings],
})
export class NotificationsModule {}
