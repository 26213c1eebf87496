/** setup.sh decides on what it finds on the PATH; here, programs of ours that tell what was called. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SETUP = fileURLToPath(new URL('../../web/build/setup.sh', import.meta.url));
const SHELL_TOOLS = ['sh', 'dirname', 'grep', 'env', 'cat'];
const INSTALL = 'apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=600';

/** @type {string} */
let folder;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'setup-'));
  mkdirSync(path.join(folder, 'bin'));
  for (const tool of SHELL_TOOLS) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' });
    symlinkSync(stdout.trim(), path.join(folder, 'bin', tool));
  }
  installed('node', nodeOf('20.19.0'));
  installed('npm');
  installed('gcc');
  installed('id', 'echo 0');
  debian();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {string} [script] */
function installed(name, script = '') {
  const line = `echo "${name} $*" >> "${folder}/called"`;
  const file = path.join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/sh\n${line}\n${script}\n`, { mode: 0o755 });
}

/**
 * A Node that also answers for the two scripts setup.sh asks.
 *
 * @param {string} version
 * @param {{ packagesAreCurrent?: boolean, hasBrowser?: boolean }} [state]
 */
function nodeOf(version, { packagesAreCurrent = true, hasBrowser = true } = {}) {
  return `case $* in
    *npm-is-current.js) exit ${packagesAreCurrent ? 0 : 1} ;;
    *find-browser.js) exit ${hasBrowser ? 0 : 1} ;;
    *) echo ${version} ;;
  esac`;
}

function debian() {
  installed('apt-get');
  writeFileSync(path.join(folder, 'os-release'), 'NAME="Debian GNU/Linux"\nID=debian\n');
}

function fedora() {
  rmSync(path.join(folder, 'bin', 'apt-get'));
  writeFileSync(path.join(folder, 'os-release'), 'ID=fedora\n');
}

/** @param {string} purpose @param {Record<string, string>} [environment] */
function setup(purpose, environment = {}) {
  rmSync(path.join(folder, 'called'), { force: true });
  const { status, stderr, stdout } = spawnSync(SETUP, [purpose], {
    encoding: 'utf8',
    env: {
      PATH: path.join(folder, 'bin'),
      OS_RELEASE: path.join(folder, 'os-release'),
      ...environment,
    },
  });
  assert.equal(stdout, '');
  const { stdout: called } = spawnSync('cat', [path.join(folder, 'called')], { encoding: 'utf8' });
  const installs = called.split('\n').filter((line) => /^(apt-get|npm|sudo) /.test(line));
  return { status, said: stderr, installs };
}

describe('on Debian', () => {
  test('nothing is installed when nothing is missing', () => {
    installed('emcc');
    assert.deepEqual(setup('build'), { status: 0, said: '', installs: [] });
  });

  test('emscripten is announced and installed', () => {
    const { status, said, installs } = setup('build');
    assert.equal(status, 0);
    assert.match(said, /^Installing Debian packages with apt-get: emscripten\n/);
    assert.deepEqual(installs, [
      'apt-get update -o DPkg::Lock::Timeout=600',
      `${INSTALL} emscripten`,
    ]);
  });

  test('everything that is missing comes at once', () => {
    installed('node', nodeOf('20.0.0', { hasBrowser: false }));
    rmSync(path.join(folder, 'bin', 'gcc'));
    assert.deepEqual(setup('test').installs.at(-1), `${INSTALL} gcc libc6-dev emscripten chromium`);
  });

  test('a browser is for the tests, LLVM for the checks', () => {
    installed('emcc');
    installed('node', nodeOf('20.0.0', { hasBrowser: false }));
    installed('clang');
    assert.deepEqual(setup('build').installs, []);
    assert.equal(setup('test').installs.at(-1), `${INSTALL} chromium`);
    assert.equal(setup('check').installs.at(-1), `${INSTALL} clang-format clang-tidy`);
  });

  test('an ordinary user installs by sudo', () => {
    installed('id', 'echo 1000');
    installed('sudo', 'exit 0');
    assert.deepEqual(setup('build').installs, [
      'sudo -n true',
      'sudo -n apt-get update -o DPkg::Lock::Timeout=600',
      `sudo -n env DEBIAN_FRONTEND=noninteractive ${INSTALL} emscripten`,
    ]);
  });

  for (const [who, sudo] of /** @type {const} */ ([
    ['without sudo', undefined],
    ['whose sudo asks for a password', 'exit 1'],
  ])) {
    test(`an ordinary user ${who} is told the command`, () => {
      installed('id', 'echo 1000');
      if (sudo) installed('sudo', sudo);
      const { status, said, installs } = setup('build');
      assert.equal(status, 2);
      assert.ok(said.includes(`\n  apt-get update && ${INSTALL} emscripten\n`), said);
      assert.deepEqual(
        installs.filter((line) => line !== 'sudo -n true'),
        [],
      );
    });
  }

  test('an apt-get that fails asks for the network', () => {
    installed('apt-get', 'exit 100');
    const { status, said } = setup('build');
    assert.equal(status, 2);
    assert.match(said, /apt-get could not install: emscripten\. Is there a network connection\?\n$/);
  });
});

describe('elsewhere', () => {
  test('what is missing is listed with how to get it', () => {
    fedora();
    installed('node', nodeOf('20.0.0', { hasBrowser: false }));
    const { status, said } = setup('test');
    assert.equal(status, 2);
    assert.match(said, /^Missing, please install:\n {2}- emcc: .*EMSDK.*\n {2}- a browser .*playwright/);
  });

  test('nothing is said when nothing is missing', () => {
    fedora();
    installed('emcc');
    assert.deepEqual(setup('test'), { status: 0, said: '', installs: [] });
  });
});

describe('emcc', () => {
  /** @returns {string} an SDK with an emcc of its own */
  function makeSdk() {
    const directory = path.join(folder, 'sdk', 'upstream', 'emscripten');
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'emcc'), '#!/bin/sh\n', { mode: 0o755 });
    return path.join(folder, 'sdk');
  }

  test('of EMSDK is used', () => {
    assert.deepEqual(setup('build', { EMSDK: makeSdk() }).installs, []);
  });

  test('is installed when EMSDK holds none', () => {
    const { installs } = setup('build', { EMSDK: path.join(folder, 'nothing') });
    assert.equal(installs.at(-1), `${INSTALL} emscripten`);
  });
});

describe('Node', () => {
  test('too old is said with its version', () => {
    installed('node', nodeOf('18.20.4'));
    const { status, said } = setup('build');
    assert.equal(status, 2);
    assert.equal(
      said,
      'Node.js 18.20.4 is too old: install Node 20 or newer (https://nodejs.org/).\n',
    );
  });

  test('missing is said', () => {
    rmSync(path.join(folder, 'bin', 'node'));
    const { status, said } = setup('build');
    assert.equal(status, 2);
    assert.match(said, /^Node\.js is missing/);
  });
});

describe('npm packages', () => {
  beforeEach(() => {
    installed('emcc');
    installed('node', nodeOf('20.0.0', { packagesAreCurrent: false }));
  });

  test('are announced and installed when they are not current', () => {
    const { status, said, installs } = setup('build');
    assert.equal(status, 0);
    assert.match(said, /^Installing the npm packages of package-lock\.json/);
    assert.deepEqual(installs, ['npm ci --no-audit --no-fund']);
  });

  test('that cannot be fetched ask for the network', () => {
    installed('npm', 'exit 1');
    const { status, said } = setup('build');
    assert.equal(status, 2);
    assert.match(said, /npm ci failed\. Without a network connection/);
  });
});
