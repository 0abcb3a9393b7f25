import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import type { Recorded } from '../platform/outbox/outbox-event';
import { ProductNamesQuery } from './product-names.query';
import { type NotificationType, type ToldEvent, tellingOf } from './told.events';
import { type Facts, productsOf, worded } from './wording';

/** An event in the words of the API. */
export interface Told {
  userId: string;
  type: NotificationType;
  /** ISO 8601. */
  at: string;
  data: object;
}

/** What is to be told of an event, whoever reads it. */
export interface News extends Omit<Told, 'data'> {
  facts: Facts;
}

export function newsOf(event: ToldEvent): News {
  const { type, factsOf } = tellingOf(event);
  return { userId: event.userId, type, at: event.at, facts: factsOf(event) };
}

/** Puts events into words for game servers: those of players, with each product’s name in its default language. */
@Injectable()
export class Tellings {
  constructor(private readonly names: ProductNamesQuery) {}

  /** One for each event, in order. */
  async of(tx: Tx, events: readonly Recorded<ToldEvent>[]): Promise<Told[]> {
    const news = events.map(newsOf);
    const names = await this.names.find(tx, [...new Set(news.flatMap(({ facts }) => productsOf(facts)))]);
    return news.map((each) => {
      const { userId, type, at } = each;
      return { userId, type, at, data: worded(each, names) };
    });
  }
}
