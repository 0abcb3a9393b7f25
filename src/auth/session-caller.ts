import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Of the ids that `attribution` signs; what has another form is none. */
const CLICK_ID = /^[0-9a-f]{32}\.[\w-]{22}$/;

const SESSION_HEADER = 'X-Session';
const MAX_USER_AGENT_CHARACTERS = 256;

/** Who asks for a session, and how they want to keep it. */
export interface SessionCaller {
  readonly userAgent: string | null;
  /** The refresh token goes into a cookie that scripts cannot read, and not into the body. */
  readonly wantsCookie: boolean;
  /** Null where nobody asks over HTTP. */
  readonly reply: FastifyReply | null;
  /** The click that brought them, if they name one. */
  readonly clickId: string | null;
}

export const IN_PROCESS: SessionCaller = { userAgent: null, wantsCookie: false, reply: null, clickId: null };

/**
 * Hands the caller to a handler, and documents the header by which a browser asks for a cookie; but not where no
 * session begins, and whoever has a cookie has it already.
 */
export function Caller({ begins = true } = {}): ParameterDecorator {
  return (target, key, index) => {
    CallerParameter()(target, key, index);
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (!begins || key === undefined || descriptor === undefined) return;
    CookieHeader(target, key, descriptor);
  };
}

const CallerParameter = createParamDecorator((_: unknown, context: ExecutionContext): SessionCaller => {
  const { headers, body } = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    userAgent: headers['user-agent']?.slice(0, MAX_USER_AGENT_CHARACTERS) ?? null,
    wantsCookie: headers[SESSION_HEADER.toLowerCase()] === 'cookie',
    reply: context.switchToHttp().getResponse<FastifyReply>(),
    clickId: clickIdOf(body),
  };
});

function clickIdOf(body: unknown): string | null {
  const { clickId } = (body ?? {}) as { clickId?: unknown };
  return typeof clickId === 'string' && CLICK_ID.test(clickId) ? clickId : null;
}

const CookieHeader = ApiHeader({
  name: SESSION_HEADER,
  required: false,
  description: '`cookie`: the refresh token comes as an HttpOnly cookie and not in the body, as web pages want it.',
  schema: { type: 'string', enum: ['cookie'] },
});
