/** `node web/build/make-site.js --module dist/lessons --output dist/site` */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSingleFile } from './site-extras.js';
import { buildSite } from './site.js';

const { values } = parseArgs({
  options: {
    module: { type: 'string', default: 'dist/lessons' },
    output: { type: 'string', default: 'dist/site' },
  },
});
await buildSite(values);
const file = path.join(path.dirname(values.output), 'asyncio-tour.html');
await buildSingleFile({ module: values.module, site: values.output, file });
console.log(`site: ${values.output}, ${file}`);
