import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn } from 'class-validator';
import { Optional } from '../../platform/http/plain-integer';
import { INPUTS, type InputName } from '../pipeline-files';

const asBoolean = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

export class UploadQuery {
  @ApiProperty({ enum: INPUTS, required: false, description: 'Which of the inputs it is. Needed.' })
  @IsIn(INPUTS)
  name: InputName;

  @ApiProperty({ type: Boolean, required: false, default: false, description: '`true`: begin a run once it is there.' })
  @Optional()
  @Transform(asBoolean)
  @IsBoolean()
  run: boolean = false;
}
