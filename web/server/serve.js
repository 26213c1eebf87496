/** `node web/server/serve.js FOLDER [--port N]`: serves it until Ctrl+C. */
import { parseArgs } from 'node:util';
import { startServer } from './static-server.js';

const USAGE = 'usage: node web/server/serve.js FOLDER [--port N]';

/** @throws {Error} of parseArgs */
function readArguments() {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string', default: '8000' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const [folder, ...others] = positionals;
  const port = Number(values.port);
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65535;
  if (values.help) return null;
  if (!folder || others.length > 0) throw new Error('It serves one folder.');
  if (!isPort) throw new Error(`--port is a number from 0 to 65535, not "${values.port}".`);
  return { folder, port };
}

/** @returns {Promise<number>} exit status */
async function main() {
  let request;
  try {
    request = readArguments();
  } catch (error) {
    // Of parseArgs' messages the first sentence: the others are about arguments that begin with -.
    const [problem] = /** @type {Error} */ (error).message.split(/(?<=\.) /);
    console.error(`${problem}\n${USAGE}`);
    return 2;
  }
  if (!request) {
    console.log(USAGE);
    return 0;
  }
  try {
    const { url } = await startServer(request.folder, { port: request.port });
    console.log(`\nThe tutorial is at ${url}\nCtrl+C ends it.`);
    return 0;
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    console.error(
      code === 'ENOENT'
        ? `There is no folder ${request.folder}: \`make\` builds dist/site.`
        : message,
    );
    return 1;
  }
}

process.exitCode = await main();
