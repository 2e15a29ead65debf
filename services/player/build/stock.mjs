// SPDX-License-Identifier: Apache-2.0
// Builds Epic's unmodified page for tests: two files, as Epic's sample has them.
import { copyFile } from 'node:fs/promises';
import { build } from 'esbuild';

const PAGE = process.argv[2];

await build({
  entryPoints: ['stock/stock.ts'],
  outfile: `${PAGE}/stock.js`,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
});
await copyFile('stock/index.html', `${PAGE}/index.html`);
