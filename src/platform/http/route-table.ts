import type { FastifyInstance } from 'fastify';

interface Route {
  pattern: RegExp;
  methods: Set<string>;
}

/** Which methods each address knows, so that a wrong method is told apart from a wrong address. */
export class RouteTable {
  private readonly routes = new Map<string, Route>();

  /** Must be called before routes are added. */
  watch(fastify: FastifyInstance): this {
    fastify.addHook('onRoute', ({ url, method }) => this.add(url, [method].flat()));
    return this;
  }

  add(url: string, methods: readonly string[]): void {
    let route = this.routes.get(url);
    if (!route) this.routes.set(url, (route = { pattern: patternOf(url), methods: new Set() }));
    for (const method of methods) route.methods.add(method);
  }

  methodsAt(path: string): string[] {
    const methods = [...this.routes.values()].filter(({ pattern }) => pattern.test(path)).map((route) => route.methods);
    return [...new Set(methods.flatMap((set) => [...set]))].sort();
  }
}

/** `/users/:id/balance` as an expression that needs no backtracking. */
function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+';
    return segment === '*' ? '.*' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${segments.join('/')}$`);
}
