// SPDX-License-Identifier: Apache-2.0
// Bundles each test with what it tests (Node 20 does not read TypeScript) and hands them to Node's own test runner.
import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const OUT = 'target/test';

await rm(OUT, { recursive: true, force: true });
const tests = (await readdir('test')).filter((file) => file.endsWith('.test.ts'));
await build({
  entryPoints: tests.map((file) => `test/${file}`),
  outdir: OUT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  sourcemap: 'inline',
});
const files = tests.map((file) => `${OUT}/${file.replace(/\.ts$/, '.mjs')}`);
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=dot', '--enable-source-maps', ...files],
  {
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
