import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { isBuiltin } from 'node:module';
import { ASKS_THE_MACHINE } from './support/machine-time';

const ROOT = join(__dirname, '..');
const SRC = join(ROOT, 'src');

/** Every module in the order of app.module.ts, with those before it that it may import. */
const MAP: Record<string, readonly string[]> = {
  wallets: [],
  products: ['wallets'],
  transactions: [],
  users: ['wallets', 'transactions'],
  rewards: ['wallets'],
  sellables: ['products'],
  inventory: ['products', 'transactions'],
  orders: [],
  auth: ['transactions', 'users'],
  economy: ['wallets', 'products', 'transactions', 'rewards', 'inventory'],
  grants: ['wallets', 'products', 'transactions', 'economy'],
  payments: ['wallets', 'transactions', 'users', 'orders', 'economy'],
  checkout: ['wallets', 'products', 'transactions', 'sellables', 'inventory', 'orders', 'economy', 'payments'],
  tracking: ['transactions'],
  attribution: ['auth'],
  notifications: ['economy', 'orders'],
  webhooks: ['auth', 'notifications'],
  books: ['transactions', 'economy'],
  analytics: ['wallets', 'products', 'economy', 'books'],
  pipeline: ['attribution'],
  timelines: ['products', 'transactions'],
  privacy: [
    'wallets',
    'transactions',
    'users',
    'inventory',
    'auth',
    'grants',
    'orders',
    'payments',
    'checkout',
    'tracking',
    'attribution',
    'notifications',
    'webhooks',
  ],
  demonstration: [
    'wallets',
    'products',
    'users',
    'rewards',
    'orders',
    'auth',
    'economy',
    'grants',
    'payments',
    'checkout',
    'tracking',
    'attribution',
    'analytics',
    'pipeline',
  ],
};

/** What another module may import; `import type` is free. */
const VISIBLE = /\.(module|service|events|errors)$|\/inventory\.cache$/;
const MAY_IMPORT_TYPEORM = /\.(entity|repository|query)\.ts$|^platform\/database\//;
const MAX_LINES = 300;
const MAX_CONSTRUCTOR_ARGUMENTS = 7;

interface Import {
  from: string;
  isType: boolean;
}

interface SourceFile {
  /** Relative to src, with `/`. */
  path: string;
  text: string;
  imports: Import[];
}

function sources(folder = SRC): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      return { path: relative(SRC, file).split(sep).join('/'), text, imports: importsOf(text) };
    });
}

function importsOf(text: string): Import[] {
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?([^;]*?)from\s+'([^']+)'/gm);
  return [...found].map(([, type, names, from]) => {
    const named = names
      .replace(/[{}\s]/g, ' ')
      .trim()
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    return {
      from,
      isType: type !== undefined || (/\{/.test(names) && named.every((name) => name.startsWith('type '))),
    };
  });
}

function target(file: SourceFile, from: string): string {
  return normalize(join(dirname(file.path), from))
    .split(sep)
    .join('/');
}

const moduleOf = (path: string) => path.split('/')[0];
const files = sources();
const production = files.filter((file) => !file.path.endsWith('.spec.ts'));
const local = (file: SourceFile) => file.imports.filter(({ from }) => from.startsWith('.'));

describe('architecture', () => {
  it('lists the modules in app.module.ts in the order of the map', () => {
    const app = readFileSync(join(SRC, 'app.module.ts'), 'utf8');
    const listed = [...app.slice(app.indexOf('imports: [')).matchAll(/^\s+(\w+)Module,/gm)].map(([, name]) =>
      name.toLowerCase(),
    );
    expect(listed.filter((name) => name in MAP)).toEqual(Object.keys(MAP));
  });

  it('imports downwards only, as each module declares', () => {
    const wrong = production.flatMap((file) =>
      local(file)
        .map(({ from }) => ({ from: moduleOf(file.path), to: moduleOf(target(file, from)), file: file.path }))
        .filter(({ from, to }) => from !== to && from in MAP && to !== 'platform')
        .filter(({ from, to }) => !MAP[from].includes(to)),
    );
    expect(wrong).toEqual([]);
  });

  it('declares only modules that come before', () => {
    const order = Object.keys(MAP);
    for (const [name, allowed] of Object.entries(MAP)) {
      for (const other of allowed) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
    }
  });

  it('keeps platform free of the business', () => {
    const wrong = production
      .filter((file) => moduleOf(file.path) === 'platform')
      .flatMap((file) => local(file).map(({ from }) => `${file.path} -> ${target(file, from)}`))
      .filter((edge) => !edge.includes('-> platform/'));
    expect(wrong).toEqual([]);
  });

  it('shows other modules only what the suffix makes visible', () => {
    const wrong = production
      .filter((file) => moduleOf(file.path) in MAP)
      .flatMap((file) =>
        local(file)
          .filter(({ isType }) => !isType)
          .map(({ from }) => target(file, from))
          .filter((to) => moduleOf(to) in MAP && moduleOf(to) !== moduleOf(file.path) && !VISIBLE.test(to))
          .map((to) => `${file.path} -> ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps TypeORM at home', () => {
    const wrong = production
      .filter((file) => !MAY_IMPORT_TYPEORM.test(file.path))
      .filter((file) => file.imports.some(({ from, isType }) => from === 'typeorm' && !isType))
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  it('relates no entity to another module', () => {
    const relations = production.filter((file) => /@(ManyToOne|OneToMany|OneToOne|ManyToMany)\(/.test(file.text));
    expect(relations.map((file) => file.path)).toEqual([]);
  });

  it('reads the environment in config.ts only and makes query runners in unit-of-work.ts only', () => {
    const outside = (pattern: RegExp, home: string) =>
      production.filter((file) => pattern.test(file.text) && file.path !== home).map((file) => file.path);
    expect(
      outside(/process\.env/, 'platform/config/config.ts').filter((path) => !path.startsWith('platform/config/')),
    ).toEqual([]);
    expect(outside(/createQueryRunner/, 'platform/database/unit-of-work.ts')).toEqual([]);
  });

  it('asks the clock what time it is, but where the time of the machine is meant', () => {
    const asking = production.filter(({ text }) => /new Date\(\)|\bDate\.now\b/.test(text)).map(({ path }) => path);
    expect(asking.filter((path) => !ASKS_THE_MACHINE.some((home) => home.test(path)))).toEqual([]);
    expect(ASKS_THE_MACHINE.filter((home) => !asking.some((path) => home.test(path)))).toEqual([]);
  });

  it('has no file over 300 lines, no crowded constructor, no barrel and no drawer for odds and ends', () => {
    expect(files.filter((file) => file.text.split('\n').length > MAX_LINES + 1).map((file) => file.path)).toEqual([]);
    expect(files.filter((file) => /(^|\/)(index\.ts|(common|shared|utils|helpers|types)\/)/.test(file.path))).toEqual(
      [],
    );
    const crowded = production.filter((file) => {
      const constructor = /constructor\(([^)]*(?:\([^)]*\)[^)]*)*)\)\s*\{/.exec(file.text)?.[1] ?? '';
      const fields = constructor.match(/(^|\s)(private|readonly|protected|public)\s/g) ?? [];
      return (
        fields.length > 0 &&
        constructor.split(/,\s*\n/).filter((part) => part.trim()).length > MAX_CONSTRUCTOR_ARGUMENTS
      );
    });
    expect(crowded.map((file) => file.path)).toEqual([]);
  });

  it('is at most two folders deep below src', () => {
    const deep = files.filter((file) => file.path.split('/').length > 3);
    expect(deep.map((file) => file.path)).toEqual([]);
  });

  it('has no import circle', () => {
    const graph = new Map(production.map((file) => [file.path, runtimeTargets(file)]));
    const visiting = new Set<string>();
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      if (visiting.has(path)) throw new Error([...trail, path].join(' -> '));
      if (done.has(path)) return;
      visiting.add(path);
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      visiting.delete(path);
      done.add(path);
    };
    expect(() => [...graph.keys()].forEach((path) => visit(path, []))).not.toThrow();
  });

  it('depends only on packages it declares', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const declared = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    const typesOnly = ['fastify', 'express', '@types'];
    const used = production.flatMap((file) =>
      file.imports
        .filter(({ from, isType }) => !from.startsWith('.') && !isBuiltin(from) && !isType)
        .map(({ from }) => from),
    );
    const names = new Set(
      used.map((from) =>
        from
          .split('/')
          .slice(0, from.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    );
    expect([...names].filter((name) => !declared.includes(name) && !typesOnly.includes(name))).toEqual([]);
  });

  it('draws the map that the documentation shows', () => {
    const rows = Object.entries(MAP).map(([name, allowed]) => `| ${name} | ${allowed.join(', ') || '–'} |`);
    const drawn = ['| Module | may import |', '|---|---|', ...rows].join('\n');
    expect(readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8')).toContain(drawn);
  });
});

function runtimeTargets(file: SourceFile): string[] {
  return local(file)
    .filter(({ isType }) => !isType)
    .map(({ from }) => `${target(file, from)}.ts`);
}
