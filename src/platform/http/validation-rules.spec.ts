import { IsInt, IsOptional, IsString, validateSync } from 'class-validator';
import { rememberValidationRules } from './validation-rules';

class Named {
  @IsString()
  name!: unknown;
}

class Counted extends Named {
  @IsInt({ groups: ['strict'] })
  @IsOptional()
  count?: unknown;
}

function properties(object: object, groups?: string[]): string[] {
  return validateSync(object, { groups }).map(({ property }) => property);
}

describe('the rules of a class', () => {
  it('are the same when they were found before, inherited and grouped ones too', () => {
    const wrong = Object.assign(new Counted(), { name: 1, count: 'x' });
    const right = Object.assign(new Counted(), { name: 'a', count: 1 });
    const first = [properties(wrong), properties(wrong, ['strict']), properties(right)];
    rememberValidationRules();
    for (let round = 0; round < 2; round++) {
      expect([properties(wrong), properties(wrong, ['strict']), properties(right)]).toEqual(first);
    }
    expect(first[0]).toContain('name');
    expect(first[2]).toEqual([]);
  });
});
