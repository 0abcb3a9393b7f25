import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Equals } from 'class-validator';
import { Optional } from './plain-integer';

const WANTED: Readonly<Record<string, true | undefined>> = { true: true, false: undefined };

/** The query of a command that can be tried out. */
export class DryRunQuery {
  /** Undefined where they mean it. A misspelt field is refused: nobody shall believe that they only tried. */
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: '`true` answers 200 with what would happen, and changes nothing.',
  })
  @Transform(({ value }: { value: unknown }) => (value === 'true' || value === 'false' ? WANTED[value] : value))
  @Optional()
  @Equals(true, { message: 'must be true or false' })
  dryRun?: true;
}
