/** Playwright's global set-up: serves dist/site on a free port while the tests run. */
import { startServer } from '../server/static-server.js';

export default async function serveSite() {
  const server = await startServer('dist/site', { port: 0 });
  process.env.SITE_URL = server.url;
  return server.close;
}
