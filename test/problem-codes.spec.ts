import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../src/platform/errors/domain-error';
import { STATUS_OF } from '../src/platform/errors/translate';
import { PROBLEM_CODES } from '../src/platform/http/problem-codes';

const source = join(__dirname, '..', 'src');

/** Every error that any module declares; what their constructors are given does not matter here. */
async function declaredErrors(): Promise<DomainError[]> {
  const files = (readdirSync(source, { recursive: true }) as string[]).filter((file) => file.endsWith('.errors.ts'));
  const modules = await Promise.all(
    files.map((file) => import(join(source, file)) as Promise<Record<string, unknown>>),
  );
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value) => typeof value === 'function' && value.prototype instanceof DomainError)
    .map((type) => new (type as new () => DomainError)());
}

describe('The dictionary of problem codes', () => {
  it('has every code that a module declares, with its status', async () => {
    const declared = (await declaredErrors()).map(({ code, kind }) => [code, STATUS_OF[kind]]);
    const documented = declared.map(([code]) => [code, PROBLEM_CODES[code as keyof typeof PROBLEM_CODES]?.[0]]);
    expect(documented).toEqual(declared);
  });
});
