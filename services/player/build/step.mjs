// SPDX-License-Identifier: Apache-2.0
// Runs one step of the build, unless its inputs have not changed since its last success. Maven calls this in its
// phases.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SITE = 'target/classes/app/pixel/player/site';
const STOCK_PAGE = 'target/test-classes/app/pixel/player/stock';
const PACKAGES = ['package.json', 'package-lock.json'];

const STOCK_PACKAGES = ['stock/package.json', 'stock/package-lock.json'];
const STOCK_SOURCES = ['stock/stock.ts', 'stock/index.html', 'build/stock.mjs'];
const NPM_CI = ['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'];

const STEPS = {
  packages: { inputs: PACKAGES, output: 'node_modules/.bin/esbuild', command: NPM_CI },
  'stock-packages': {
    inputs: STOCK_PACKAGES,
    output: 'stock/node_modules/@epicgames-ps',
    command: [...NPM_CI, '--prefix', 'stock'],
  },
  'stock-page': {
    inputs: [...PACKAGES, ...STOCK_PACKAGES, ...STOCK_SOURCES],
    output: `${STOCK_PAGE}/index.html`,
    command: ['node', 'build/stock.mjs', STOCK_PAGE],
  },
  page: {
    inputs: [...PACKAGES, 'src', 'build'],
    output: `${SITE}/files.txt`,
    command: ['node', 'build/bundle.mjs', SITE],
  },
  types: {
    inputs: [...PACKAGES, 'src', 'test', 'tsconfig.json'],
    command: ['npm', 'run', '--silent', 'check'],
  },
  tests: { inputs: [...PACKAGES, 'src', 'test', 'build'], command: ['npm', 'test', '--silent'] },
  'browser-tests': {
    inputs: [...PACKAGES, 'src', 'browser-test', 'build'],
    command: ['npm', 'run', '--silent', 'test:browser'],
  },
  format: {
    inputs: [
      ...PACKAGES,
      ...STOCK_SOURCES,
      'src',
      'test',
      'browser-test',
      'build',
      'biome.json',
      'tsconfig.json',
    ],
    command: ['npm', 'run', '--silent', 'lint'],
  },
};

const name = process.argv[2];
const { inputs, output, command } = STEPS[name];
const stamp = `target/steps/${name}`;
const state = await digest(inputs);
const done = existsSync(stamp) && (await readFile(stamp, 'utf8')) === state;
if (!done || (output !== undefined && !existsSync(output))) {
  await rm(stamp, { force: true });
  const { status, error } = spawnSync(command[0], command.slice(1), { stdio: 'inherit' });
  if (status !== 0) {
    fail(
      error?.code === 'ENOENT'
        ? `${command[0]} is missing: install Node.js 20 or later with npm.`
        : undefined,
    );
  }
  await mkdir('target/steps', { recursive: true });
  await writeFile(stamp, state);
}

async function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      hash.update(`${file}\n`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function filesOf(path) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    return [path];
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function fail(sentence) {
  process.stderr.write(`${sentence ?? `The step "${name}" failed: ${command.join(' ')}`}\n`);
  process.exit(1);
}
