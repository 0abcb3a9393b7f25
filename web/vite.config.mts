import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import components from 'unplugin-vue-components/vite';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const florin = process.env.FLORIN_URL ?? 'http://127.0.0.1:3000';
/** What Florin answers itself: while developing it is asked, wherever it runs. */
const served = ['/api', '/pay', '/docs', '/track', '/health', '/metrics'];

export default defineConfig({
  root,
  plugins: [
    vue(),
    // Each component that a page names is imported with its styles; what no page names is not shipped.
    components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    compressed(),
    consoleBelowItsPath(),
  ],
  server: {
    proxy: {
      ...Object.fromEntries(served.map((path) => [path, { target: florin }])),
      '/ws': { target: florin, ws: true },
    },
  },
  build: {
    target: 'es2022',
    outDir: join(root, 'dist'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // How long its plugins took is no news for who starts Florin on a slow machine.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: { storefront: join(root, 'index.html'), console: join(root, 'console/index.html') },
    },
  },
});

/** Beside each asset its compressed forms, made once with the best that there is. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }) {
      const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.(js|css|svg)$/.test(name),
      );
      for (const name of files) {
        const path = join(dir, name);
        const text = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(
          `${path}.br`,
          brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }),
        );
      }
    },
  };
}

/** While developing, every address below /console is a page of the console: Florin answers so once it is built. */
function consoleBelowItsPath(): Plugin {
  return {
    name: 'console-below-its-path',
    apply: 'serve',
    configureServer({ middlewares }) {
      middlewares.use((request, _response, next) => {
        const path = request.url?.split('?')[0] ?? '';
        if (/^\/console(\/[^.]*)?$/.test(path)) request.url = '/console/index.html';
        next();
      });
    },
  };
}
