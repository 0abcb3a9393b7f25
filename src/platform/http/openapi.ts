import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_TYPE } from '../errors/problem';
import { BODY_CODES, COMMON_CODES, problemResponse, statusOf } from './api-errors';
import { addBodyExample } from './body-examples';
import type { ProblemCode } from './problem-codes';

type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Adds what holds for every route and need not be repeated on each: common refusals, examples, ids that are unique. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const ids = new Set<string>();
  for (const { path, operation } of operationsOf(document)) {
    operation.operationId = uniqueId(operation, path, ids);
    if (!path.startsWith('/api/')) continue;
    for (const code of COMMON_CODES) addProblem(operation, code);
    if (needsToken(operation)) addProblem(operation, 'auth.unauthorized');
    if (!operation.requestBody) continue;
    for (const code of BODY_CODES) addProblem(operation, code);
    addBodyExample(operation, document);
  }
  return document;
}

export function operationsOf({ paths }: OpenAPIObject): { path: string; method: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
}

/** An empty alternative, `{}`, says that a token is welcome but not asked for. */
export function needsToken({ security = [] }: Operation): boolean {
  return security.length > 0 && security.every((alternative) => Object.keys(alternative).length > 0);
}

/** One handler may answer at several addresses; its first keeps the plain name. */
function uniqueId({ operationId = '' }: Operation, path: string, ids: Set<string>): string {
  const suffix = path.replace(/[^a-z0-9]+/gi, '_').replace(/_$/, '');
  const id = ids.has(operationId) ? `${operationId}${suffix}` : operationId;
  ids.add(id);
  return id;
}

function addProblem({ responses }: Operation, code: ProblemCode): void {
  const added = problemResponse([code]);
  const present = responses[statusOf(code)] as typeof added | undefined;
  const content = present?.content?.[PROBLEM_TYPE];
  if (!present || !content) {
    responses[statusOf(code)] = added;
  } else if (!(code in content.examples)) {
    present.description += `, ${added.description}`;
    Object.assign(content.examples, added.content[PROBLEM_TYPE].examples);
  }
}
