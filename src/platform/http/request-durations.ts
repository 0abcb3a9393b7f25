const NAME = 'http_request_duration_seconds';
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long answers took that have all labels in common. */
class Series {
  private readonly counts = new Array<number>(BOUNDS.length + 1).fill(0);
  private seconds = 0;

  observe(seconds: number): void {
    let bucket = 0;
    while (seconds > BOUNDS[bucket]) bucket++;
    this.counts[bucket]++;
    this.seconds += seconds;
  }

  lines(labels: string): string[] {
    let total = 0;
    const buckets = this.counts.map((count, index) => {
      total += count;
      return `${NAME}_bucket{le="${BOUNDS[index] ?? '+Inf'}",${labels}} ${total}`;
    });
    return [...buckets, `${NAME}_sum{${labels}} ${this.seconds}`, `${NAME}_count{${labels}} ${total}`];
  }
}

/** The answers of one route, by method and status. */
export class RouteDurations {
  private readonly methods = new Map<string, Map<number, Series>>();

  constructor(private readonly route: string) {}

  observe(method: string, status: number, seconds: number): void {
    let statuses = this.methods.get(method);
    if (statuses === undefined) this.methods.set(method, (statuses = new Map<number, Series>()));
    let series = statuses.get(status);
    if (series === undefined) statuses.set(status, (series = new Series()));
    series.observe(seconds);
  }

  lines(): string[] {
    return [...this.methods].flatMap(([method, statuses]) =>
      [...statuses].flatMap(([status, series]) =>
        series.lines(`method="${method}",route="${this.route}",status="${status}"`),
      ),
    );
  }
}

/**
 * A histogram of all requests. prom-client hashes the labels at every observation, which costs as much as a twentieth of
 * a cached answer; here each route keeps its own series, and a request finds its one by two look-ups.
 */
export class RequestDurations {
  private readonly routes = new Map<string, RouteDurations>();

  /** @param pattern of the route, so that ids do not multiply the series */
  of(pattern: string): RouteDurations {
    const route = this.routes.get(pattern) ?? new RouteDurations(pattern);
    this.routes.set(pattern, route);
    return route;
  }

  /** In the text format of Prometheus. */
  text(): string {
    const lines = [...this.routes.values()].flatMap((route) => route.lines());
    return [`# HELP ${NAME} Until the end of the answer`, `# TYPE ${NAME} histogram`, ...lines, ''].join('\n');
  }
}
