import { ApiProperty } from '@nestjs/swagger';

const objects = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

/** The document of an export. Hashes of passwords, tokens and devices are in none of it, nor who of the staff did what. */
export class PersonExport {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Id, name, address, role, status, since when, and whether there is a password.',
  })
  profile: object;

  @ApiProperty({ ...objects, description: 'A balance for each currency.' })
  wallets: object[];

  @ApiProperty({ ...objects, description: 'Products, with how many are held and since when.' })
  inventory: object[];

  @ApiProperty({ ...objects, description: 'Logins that last, with what the client said of itself.' })
  sessions: object[];

  @ApiProperty({ ...objects, description: 'Of guests.' })
  devices: object[];

  @ApiProperty({ ...objects, description: 'As whom other issuers know them.' })
  externalIdentities: object[];

  @ApiProperty({ ...objects, description: 'Links for a new password that were mailed and hold.' })
  passwordResets: object[];

  @ApiProperty({ ...objects, description: 'What staff gave and took back, with what they wrote about it.' })
  grants: object[];

  @ApiProperty({ ...objects, description: 'Of staff: what they granted, day by day.' })
  grantSpendings: object[];

  @ApiProperty({ ...objects, description: 'What was paid under each reward rule.' })
  rewardClaims: object[];

  @ApiProperty({ ...objects, description: 'What they ordered for real money.' })
  orders: object[];

  @ApiProperty({ ...objects, description: 'What was in those orders.' })
  orderLines: object[];

  @ApiProperty({ ...objects, description: 'What lies in their cart.' })
  cart: object[];

  @ApiProperty({ ...objects, description: 'Real money: what came and what went back, order by order.' })
  payments: object[];

  @ApiProperty({ ...objects, description: 'Transactions of Payme; times are milliseconds since 1970.' })
  paymeTransactions: object[];

  @ApiProperty({ ...objects, description: 'What payment providers told us, word for word.' })
  paymentNotifications: object[];

  @ApiProperty({ ...objects, description: 'Why they may not buy with money, or might not.' })
  purchaseBlocks: object[];

  @ApiProperty({ ...objects, description: 'What paid orders gave, and what of it was taken back or is owed.' })
  fulfilments: object[];

  @ApiProperty({ ...objects, description: 'How much they took of products with a limit for each player.' })
  purchaseCounts: object[];

  @ApiProperty({ ...objects, description: 'The keys of requests. Their answers repeat what is in `transactions`.' })
  idempotencyKeys: object[];

  @ApiProperty({ ...objects, description: 'What staff did that concerned them, before and after.' })
  auditLog: object[];

  @ApiProperty({ ...objects, description: 'The link that brought them, if one did.' })
  installs: object[];

  @ApiProperty({ ...objects, description: 'What the game told of what they did, oldest first.' })
  events: object[];

  @ApiProperty({ ...objects, description: 'What they were told of it all in the last days.' })
  notifications: object[];

  @ApiProperty({ ...objects, description: 'Oldest first, and so is the ledger.' })
  transactions: object[];

  @ApiProperty({ ...objects, description: 'Every change of a balance or quantity.' })
  ledger: object[];
}
