import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';
import { ProductsService } from '../products/products.service';
import { type Command, isSupplyCommand, type SingleCommand, type SupplyCommand } from './command';
import { FulfilmentsRepository } from './fulfilments.repository';
import type { HoldingChanges } from './holdings';
import { PurchaseCountsRepository } from './purchase-counts.repository';
import { type NamedLine, ReservationsRepository } from './reservations.repository';

interface NamedProduct {
  userId: string;
  productId: string;
}

/** What is limited, ordered and owed: read and written only where commands are about it. */
@Injectable()
export class OrderFacts {
  constructor(
    private readonly fulfilments: FulfilmentsRepository,
    private readonly counts: PurchaseCountsRepository,
    private readonly reservations: ReservationsRepository,
    private readonly products: ProductsService,
  ) {}

  readParts(userIds: readonly string[], singles: readonly SingleCommand[], supply: readonly SupplyCommand[]) {
    const taken = productsTaken([...singles, ...supply]);
    const given = singles.flatMap((each) => (each.kind === 'fulfil' || each.kind === 'reverse' ? linesOf(each) : []));
    const kept = supply.flatMap((each) => (each.kind === 'release' ? linesOf(each) : []));
    return [
      ...(taken.length === 0
        ? []
        : [
            this.products.stockPart([...new Set(taken.map(({ productId }) => productId))]),
            this.counts.countsPart(taken),
          ]),
      ...(singles.some(mayCredit) ? [this.fulfilments.debtsPart(userIds)] : []),
      ...(given.length === 0 ? [] : [this.fulfilments.linesPart(given)]),
      ...(kept.length === 0 ? [] : [this.reservations.readPart(kept)]),
    ];
  }

  writeParts({ stock, counts, reservations, endedReservations, fulfilments }: HoldingChanges): StatementPart[] {
    return [
      ...(stock.length === 0 ? [] : [this.products.stockWritePart(stock)]),
      ...(counts.length === 0 ? [] : [this.counts.writePart(counts)]),
      ...(reservations.length === 0 ? [] : [this.reservations.writePart(reservations)]),
      ...(endedReservations.length === 0 ? [] : [this.reservations.endPart(endedReservations)]),
      ...(fulfilments.length === 0 ? [] : [this.fulfilments.writePart(fulfilments)]),
    ];
  }
}

function linesOf({ userId, lines }: { userId: string; lines: readonly { orderLineId: string }[] }): NamedLine[] {
  return lines.map(({ orderLineId }) => ({ userId, orderLineId }));
}

/** Purchases and orders take of what is limited. */
function productsTaken(commands: readonly Command[]): NamedProduct[] {
  const named = new Map<string, NamedProduct>();
  const add = (userId: string, productId: string) => named.set(`${userId} ${productId}`, { userId, productId });
  for (const command of commands) {
    if (command.kind === 'purchase') add(command.userId, command.productId);
    if (command.kind === 'fulfil' || isSupplyCommand(command))
      for (const { productId } of command.lines) add(command.userId, productId);
  }
  return [...named.values()];
}

/** What players pay for with coins is theirs, whatever they owe. */
function mayCredit({ kind }: SingleCommand): boolean {
  return kind !== 'purchase' && kind !== 'use' && kind !== 'revoke';
}
