/**
 * `node web/build/make-test-table.js OUTPUT TEST...`: the C tests as programs of one module. The
 * main() of each is compiled under the name TEST_main.
 */
import { programTable } from './program-table.js';
import { writeIfChanged } from './write-if-changed.js';

const [output = '', ...tests] = process.argv.slice(2);
await writeIfChanged(output, programTable(tests.map((name) => ({ name, main: `${name}_main` }))));
