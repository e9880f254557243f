// Builds the page with esbuild: assets with hashed names, and a .gz of each for nginx's
// gzip_static.
//
//   node build.mjs [--size] FOLDER    the page; --size also prints the compressed sizes
//   node build.mjs --tests FOLDER     tests/*.test.ts, for node --test
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
if (!folder) throw new Error('usage: node build.mjs [--tests|--size] FOLDER');
process.chdir(here);
rmSync(folder, { recursive: true, force: true });

// What Safari 17.5, Chromium 123 and Firefox 120 understand; CSS has light-dark() since then.
const common = {
  bundle: true,
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  target: 'es2022',
  legalComments: 'linked',
  logLevel: 'warning',
};

if (flags.includes('--tests')) {
  await build({
    ...common,
    entryPoints: readdirSync('tests')
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => join('tests', name)),
    platform: 'node',
    target: 'node18',
    outExtension: { '.js': '.mjs' },
    sourcemap: 'inline',
    legalComments: 'none',
    outdir: folder,
  });
} else {
  await buildPage();
}

async function buildPage() {
  const { metafile } = await build({
    ...common,
    entryPoints: {
      app: 'src/main.tsx',
      style: 'src/style/index.css',
      docs: 'docs/docs.ts',
      'docs-style': 'docs/docs.css',
    },
    splitting: true,
    minify: true,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    outdir: join(folder, 'assets'),
  });
  const names = new Map();
  for (const [output, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint) names.set(entryPoint, `/assets/${basename(output)}`);
  }
  // The browser requests the imports of a script together with it.
  const preloads = (entry) =>
    Object.values(metafile.outputs)
      .find(({ entryPoint }) => entryPoint === entry)
      .imports.filter(({ kind }) => kind === 'import-statement')
      .map(({ path }) => `<link rel="modulepreload" href="/assets/${basename(path)}">`)
      .join('\n    ');
  // Swagger UI is already bundled.
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css'])
    names.set(name, copyHashed(join(swagger, name)));
  for (const name of ['LICENSE', 'NOTICE'])
    cpSync(join(swagger, name), join(folder, `assets/swagger-ui.${name}.txt`));

  const fill = (template) =>
    template
      .replace('%preloads%', () => preloads('src/main.tsx'))
      .replace(/%([^%\s]+)%/g, (whole, entry) => {
        if (!names.has(entry)) throw new Error(`there is no ${whole}`);
        return names.get(entry);
      });

  cpSync('public', folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), fill(readFileSync('index.html', 'utf8')));
  mkdirSync(join(folder, 'docs'), { recursive: true });
  writeFileSync(join(folder, 'docs/index.html'), fill(readFileSync('docs/index.html', 'utf8')));

  compress(folder);
  if (flags.includes('--size')) tellSizes(metafile);
}

/** Copies a file into assets/ with a hashed name like esbuild's; returns its path in the site. */
function copyHashed(path) {
  const content = readFileSync(path, 'utf8').replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/m, '');
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const name = `${basename(path, extname(path))}-${hash}${extname(path)}`;
  writeFileSync(join(folder, 'assets', name), content);
  return `/assets/${name}`;
}

function compress(root) {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, entry.name);
    if (entry.isDirectory()) compress(path);
    else if (['.html', '.js', '.css', '.svg', '.webmanifest', '.txt'].includes(extname(path))) {
      writeFileSync(
        `${path}.gz`,
        gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }),
      );
    }
  }
}

function tellSizes(metafile) {
  for (const output of Object.keys(metafile.outputs)) {
    if (extname(output) === '.txt') continue;
    const bytes = gzipSync(readFileSync(output), { level: constants.Z_BEST_COMPRESSION }).length;
    console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KiB  ${relative(folder, output)}`);
  }
}
