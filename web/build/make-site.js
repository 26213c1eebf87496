/** `node web/build/make-site.js --module dist/lessons --output dist/site` */
import { parseArgs } from 'node:util';
import { buildSite } from './site.js';

const { values } = parseArgs({
  options: {
    module: { type: 'string', default: 'dist/lessons' },
    output: { type: 'string', default: 'dist/site' },
  },
});
await buildSite(values);
console.log(`site: ${values.output}`);
