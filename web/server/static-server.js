/** Serves a folder of files to this machine's browsers, under the page's content security policy. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** @type {Record<string, string>} */
const MIME_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  // A browser keeps a file, and asks each time whether it is still the same.
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const LAST_PORT = 65535;

/**
 * @typedef {object} StaticServer
 * @property {string} url
 * @property {number} port
 * @property {() => Promise<void>} close
 */

/**
 * Listens on the given port, or on the next one that is free.
 *
 * @param {string} root the folder to serve
 * @param {{ port?: number, host?: string }} [options] port 0: any that is free
 * @returns {Promise<StaticServer>}
 */
export async function startServer(root, { port = 8000, host = '127.0.0.1' } = {}) {
  const realRoot = await realpath(root);
  const server = createServer((request, response) => {
    answer(realRoot, request, response).catch((error) => {
      // The browser went away in the middle of a file, or the file did.
      if (response.headersSent) response.destroy();
      else refuse(response, 500, String(error.message));
    });
  });
  const usedPort = await listenOnNextFree(server, port, host);
  return {
    url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${usedPort}/`,
    port: usedPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} firstPort
 * @param {string} host
 */
async function listenOnNextFree(server, firstPort, host) {
  for (let port = firstPort; port <= LAST_PORT; port++) {
    try {
      return await listen(server, port, host);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    }
  }
  throw new Error(`every port from ${firstPort} on is taken`);
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number>} the port it listens on
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/**
 * @param {string} root
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return refuse(response, 405, 'only GET and HEAD are answered');
  }
  const pathname = decodePath(request.url ?? '/');
  if (pathname === undefined) return refuse(response, 400, 'this is no path');
  const file = await findFile(root, pathname);
  if (!file) return refuse(response, 404, 'there is no such file');
  if (file.isDirectory) {
    const name = path.posix.basename(pathname);
    response.writeHead(301, { ...HEADERS, Location: `./${encodeURIComponent(name)}/` });
    response.end();
    return;
  }
  const { 'if-none-match': kept = '' } = request.headers;
  if (kept.split(/, */).includes(file.tag)) {
    response.writeHead(304, { ...HEADERS, ETag: file.tag });
    response.end();
    return;
  }
  response.writeHead(200, {
    ...HEADERS,
    ETag: file.tag,
    'Content-Type': MIME_TYPES[path.extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.size,
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file.path), response);
}

/** @param {string} url */
function decodePath(url) {
  try {
    const pathname = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '/');
    return pathname.includes('\0') ? undefined : pathname;
  } catch {
    return undefined;
  }
}

/**
 * Only files below the root, symbolic links resolved.
 *
 * @param {string} root
 * @param {string} pathname
 */
async function findFile(root, pathname) {
  const isFolderPath = pathname.endsWith('/');
  const wanted = path.join(root, pathname, isFolderPath ? 'index.html' : '');
  try {
    const real = await realpath(wanted);
    if (real !== root && !real.startsWith(root + path.sep)) return undefined;
    const stats = await stat(real);
    const tag = `W/"${stats.size}-${stats.mtimeMs}"`;
    return { path: real, size: stats.size, tag, isDirectory: stats.isDirectory() };
  } catch {
    return undefined;
  }
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} reason
 */
function refuse(response, status, reason) {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${status}: ${reason}\n`);
}
