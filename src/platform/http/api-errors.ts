import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEM_TYPE, titleOf } from '../errors/problem';
import { PROBLEM_CODES, type ProblemCode } from './problem-codes';
import { ProblemDocument } from './problem.schema';

/** What can go wrong on every route that takes input; `openapi.ts` adds it to all of them. */
export const COMMON_CODES: readonly ProblemCode[] = ['request.invalid', 'rate_limit.exceeded', 'service.unavailable'];

/** What can go wrong on every route that takes a body. */
export const BODY_CODES: readonly ProblemCode[] = ['request.too_large', 'request.unsupported_media_type'];

/** Documents the refusals that are particular to a route: each status with its codes and an example of each. */
export function ApiErrors(...codes: ProblemCode[]): MethodDecorator {
  const statuses = [...new Set(codes.map(statusOf))];
  const groups = statuses.map((status) => codes.filter((code) => statusOf(code) === status));
  return applyDecorators(
    ApiExtraModels(ProblemDocument),
    ...groups.map((group) => ApiResponse({ status: statusOf(group[0]), ...problemResponse(group) })),
  );
}

export function problemResponse(codes: readonly ProblemCode[]) {
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    content: {
      [PROBLEM_TYPE]: {
        schema: { $ref: getSchemaPath(ProblemDocument) },
        examples: Object.fromEntries(codes.map((code) => [code, { summary: titleOf(code), value: example(code) }])),
      },
    },
  };
}

export function statusOf(code: ProblemCode): number {
  return PROBLEM_CODES[code][0];
}

function example(code: ProblemCode) {
  const [status, detail] = PROBLEM_CODES[code];
  return {
    type: `urn:problem-type:florin:${code}`,
    title: titleOf(code),
    status,
    detail,
    instance: '/api/v1/…',
    code,
    requestId: '5b9c6d2e-6f0b-4d0c-9d8d-0c2a4a5f7c11',
  };
}
