import { Injectable } from '@nestjs/common';
import type { StoredNotification } from './notifications.repository';
import { ProductNamesQuery } from './product-names.query';
import { type Facts, productsOf, worded } from './wording';

/** Notifications of a player, and the languages in which they want to read them: tags, most wanted first. */
export interface Reading {
  userId: string;
  languages: readonly string[];
  notifications: readonly StoredNotification[];
}

/** Puts into words what is kept as facts, in the language of whoever reads it. */
@Injectable()
export class NotificationWords {
  constructor(private readonly names: ProductNamesQuery) {}

  /** The notifications of each reading, with their `data` as it is told. All their names are looked up at once. */
  async of(readings: readonly Reading[]): Promise<StoredNotification[][]> {
    const facts = readings.map(({ notifications }) => notifications.map(({ data }) => JSON.parse(data) as Facts));
    const namesIn = await this.names.findLocalized([...new Set(facts.flat().flatMap(productsOf))]);
    return readings.map(({ userId, languages, notifications }, reading) => {
      const names = namesIn(languages);
      return notifications.map((notification, index) => {
        const kept = { userId, type: notification.type, facts: facts[reading][index] };
        return { ...notification, data: JSON.stringify(worded(kept, names)) };
      });
    });
  }
}
