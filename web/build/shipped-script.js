/** How esbuild makes a script that ships. @type {import('esbuild').BuildOptions} */
export const SHIPPED_SCRIPT = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};
