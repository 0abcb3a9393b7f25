import { RouteTable } from './route-table';

describe('RouteTable', () => {
  const table = new RouteTable();
  table.add('/users/:id/balance', ['GET', 'HEAD']);
  table.add('/users/:id', ['GET']);
  table.add('/users/me', ['PATCH']);
  table.add('/docs/*', ['GET']);
  table.add('/a.b(c)', ['POST']);

  it.each([
    ['/users/7/balance', ['GET', 'HEAD']],
    ['/users/me', ['GET', 'PATCH']],
    ['/users/7/balance/', []],
    ['/users//balance', []],
    ['/docs/a/b.css', ['GET']],
    ['/a.b(c)', ['POST']],
    ['/axb(c)', []],
    ['/', []],
  ])('knows the methods of %s', (path, methods) => {
    expect(table.methodsAt(path)).toEqual(methods);
  });
});
