import { OneLine } from '../../platform/http/one-line';

export class CloseCaseDto {
  @OneLine(500, {
    min: 3,
    example: 'The gateway settled it a day later.',
    description: 'What it was. About money, not about people: it is kept.',
  })
  note: string;
}
