/** The package as npm packs it, installed in a fresh project. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export async function installPackage() {
  const project = await mkdtemp(path.join(tmpdir(), 'asyncio-tour-'));
  const options = ['--json', '--ignore-scripts', `--pack-destination=${project}`];
  const { stdout } = await run('npm', ['pack', ...options]);
  // A list of packages, or since npm 12 an object by their names.
  const [packed] = Object.values(JSON.parse(stdout));
  // No dependencies: unpacking is installing.
  const installed = path.join(project, 'node_modules', 'asyncio-tour');
  await mkdir(installed, { recursive: true });
  const tarball = path.join(project, packed.filename);
  await run('tar', ['-xf', tarball, '--strip-components=1', '-C', installed]);
  await writeFile(path.join(project, 'package.json'), '{ "type": "module" }');
  return {
    project,
    installed,
    /** @type {string[]} what the tarball holds */
    files: packed.files.map((/** @type {{ path: string }} */ file) => file.path),
    /** @type {number} bytes of the tarball */
    size: packed.size,
    /** @param {string} name @param {string} text */
    async write(name, text) {
      const file = path.join(project, name);
      await writeFile(file, text);
      return file;
    },
    /** @param {string | URL} from @param {string} name */
    copy: (from, name) => cp(from, path.join(project, name), { recursive: true }),
    remove: () => rm(project, { recursive: true, force: true }),
  };
}
