/** `node web/server/serve.js FOLDER [--port N]`: serves it until Ctrl+C. */
import { parseArgs } from 'node:util';
import { startServer } from './static-server.js';

const USAGE = 'usage: node web/server/serve.js FOLDER [--port N]';

async function main() {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string', default: '8000' } },
    allowPositionals: true,
  });
  const [folder] = positionals;
  const port = Number(values.port);
  if (!folder || !Number.isInteger(port) || port < 0 || port > 65535) throw new Error(USAGE);
  const { url } = await startServer(folder, { port });
  console.log(`\nThe tutorial is at ${url}\nCtrl+C ends it.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
