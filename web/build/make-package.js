/** `node web/build/make-package.js`: what npm installs, in dist/package. */
import { buildPackage } from './package.js';

await buildPackage();
