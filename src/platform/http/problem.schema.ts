import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

class ProblemFault {
  @ApiProperty({ example: 'must be a whole number from 1 to 1000000' })
  detail: string;

  @ApiProperty({ example: '/quantity', description: 'JSON pointer (RFC 6901) to the field' })
  pointer: string;
}

/** How the documentation describes a refusal (RFC 9457). */
export class ProblemDocument {
  @ApiProperty({ example: 'urn:problem-type:florin:wallet.insufficient_funds' })
  type: string;

  @ApiProperty({ example: 'Wallet: insufficient funds' })
  title: string;

  @ApiProperty({ type: 'integer', example: 402 })
  status: number;

  @ApiProperty({ example: 'This costs 500 COIN and the balance is 100 COIN.', description: 'For people' })
  detail: string;

  @ApiProperty({ example: '/api/v1/products/day-boost/purchase' })
  instance: string;

  @ApiProperty({ example: 'wallet.insufficient_funds', description: 'For programs: stable for ever' })
  code: string;

  @ApiProperty({ example: '5b9c6d2e-6f0b-4d0c-9d8d-0c2a4a5f7c11', description: 'As in the X-Request-ID header' })
  requestId: string;

  @ApiPropertyOptional({ type: [ProblemFault], description: 'Each fault of a request that is not valid' })
  errors?: ProblemFault[];
}
