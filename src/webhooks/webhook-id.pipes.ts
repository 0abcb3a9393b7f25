import type { PipeTransform } from '@nestjs/common';
import { isId } from '../platform/http/id';
import { WebhookDeliveryNotFound, WebhookEndpointNotFound } from './webhooks.errors';

/** What has not the form of an id is the id of nothing. */
export class EndpointIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new WebhookEndpointNotFound();
    return id.toLowerCase();
  }
}

export class DeliveryIdPipe implements PipeTransform<string, string> {
  transform(id: string): string {
    if (!isId(id)) throw new WebhookDeliveryNotFound();
    return id.toLowerCase();
  }
}
