import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pages = ['index', 'ops', 'customer', 'provider', 'merchant', 'share', 'docs'];

/** The server answers /ops with ops.html and /share/<token> with share.html; so does the development server. */
function pageRoutes(): Plugin {
  return {
    name: 'page-routes',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const [path = '/'] = (request.url ?? '/').split('?');
        const page = path.split('/')[1] ?? '';
        if (pages.includes(page) && (page === 'share' || path === `/${page}`)) {
          request.url = `/${page}.html`;
        }

        next();
      });
    },
  };
}

const server = process.env.O2O_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: here('.'),
  plugins: [pageRoutes()],
  build: {
    outDir: process.env.O2O_WEB_OUT ?? here('../artifacts/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
    rollupOptions: { checks: { pluginTimings: false }, input: Object.fromEntries(pages.map((page) => [page, here(`${page}.html`)])) },
  },
  server: {
    port: 5173,
    proxy: {
      '/v1': server,
      '/openapi': server,
      '/health': server,
      '/hubs': { target: server, ws: true },
    },
  },
});
