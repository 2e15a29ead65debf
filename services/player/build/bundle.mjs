// SPDX-License-Identifier: Apache-2.0
// Builds the page: index.html, and script, style and icon under names that carry a hash of their bytes.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const SITE = process.argv[2] ?? 'target/classes/app/pixel/player/site';

const { outputFiles } = await build({
  entryPoints: ['src/main.ts', 'src/style.css'],
  outdir: 'out',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome111', 'firefox114', 'safari16.4'],
  legalComments: 'eof',
  write: false,
});
const sources = [
  ...outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]),
  ['icon.svg', await readFile('src/icon.svg')],
];

await rm(SITE, { recursive: true, force: true });
await mkdir(SITE, { recursive: true });
let page = await readFile('src/index.html', 'utf8');
const names = ['index.html'];
for (const [name, bytes] of sources) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  page = page.replaceAll(`"./${name}"`, `"./${hashed}"`);
  names.push(hashed);
  await place(hashed, bytes);
}
await place('index.html', Buffer.from(page));
// The service reads this list instead of asking a jar what it contains.
await writeFile(join(SITE, 'files.txt'), `${names.join('\n')}\n`);

async function place(name, bytes) {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(join(SITE, name), bytes);
  await writeFile(join(SITE, `${name}.br`), brotliCompressSync(bytes, best));
  await writeFile(join(SITE, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
