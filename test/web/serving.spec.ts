import { startApp, type TestApp } from '../support/app';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const asPage = (path: string) => fetch(app.url + path, { headers: { accept: 'text/html' } });

/** The scripts and styles that a page names. */
async function assetsOf(path: string): Promise<string[]> {
  const text = await (await asPage(path)).text();
  return [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, asset]) => asset);
}

describe('the pages', () => {
  it.each(['/', '/login', '/console', '/console/', '/console/players/me'])(
    'serves %s with a policy under which nothing inline runs and nobody frames it',
    async (path) => {
      const response = await asPage(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("style-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      const text = await response.text();
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=/);
    },
  );

  it('tells browsers to keep what never changes and to ask again for what may', async () => {
    expect((await asPage('/')).headers.get('cache-control')).toBe('no-cache');
    const [asset] = await assetsOf('/');
    const response = await fetch(app.url + asset);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each(['br', 'gzip'])('sends an asset as %s to who takes it', async (encoding) => {
    const [asset] = await assetsOf('/console');
    const response = await fetch(app.url + asset, { headers: { 'accept-encoding': encoding } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
    expect((await response.text()).length).toBeGreaterThan(100);
  });

  it.each(['/assets/none.js', '/assets/../package.json', '/assets/%2e%2e/index.html', '/nowhere', '/api/v1/nowhere'])(
    'refuses %s',
    async (path) => {
      const response = await asPage(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
    },
  );

  it('leaves the old addresses of the API to those who ask for no page', async () => {
    const response = await fetch(`${app.url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"userId": "player_001"}',
    });
    expect(response.headers.get('content-type')).toContain('application/json');
  });
});

it('serves no page from a worker', async () => {
  const worker = await startApp({ ROLE: 'worker' });
  try {
    expect((await fetch(`${worker.url}/`, { headers: { accept: 'text/html' } })).status).toBe(404);
  } finally {
    await worker.close();
  }
});
