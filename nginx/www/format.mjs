// Formats TypeScript and JavaScript with prettier, as the project's .prettierrc says.
//
//   node format.mjs                   writes the project's files
//   node format.mjs --check FOLDER    writes none; fails for bad format or a line over 100 wide
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const [flag, folder] = process.argv.slice(2);
const isCheck = flag === '--check';
const root = isCheck ? folder : join(dirname(fileURLToPath(import.meta.url)), '../..');
const notOurs = /(^|\/)(node_modules|dist|dist-tests|fixtures)\//;

const names = ['nginx/www', 'tests'].flatMap((part) =>
  readdirSync(join(root, part), { recursive: true })
    .map((name) => join(part, name))
    .filter((name) => /\.(tsx?|mjs)$/.test(name) && !notOurs.test(name)),
);
for (const name of names.sort()) {
  const filepath = join(root, name);
  const text = readFileSync(filepath, 'utf8');
  const config = await resolveConfig(filepath);
  const formatted = await format(text, { ...config, filepath }).catch((error) => {
    report(`${name}: ${error.message}`);
    return text;
  });
  if (!isCheck) {
    if (formatted !== text) writeFileSync(filepath, formatted);
    continue;
  }
  if (formatted !== text) report(`${name}: not formatted; npm run format does it`);
  for (const [index, line] of text.split('\n').entries()) {
    // Characters, not UTF-16 code units. Prettier breaks neither strings nor comments.
    if ([...line].length > config.printWidth) report(`${name}:${index + 1}: too long a line`);
  }
}

function report(message) {
  console.error(message);
  process.exitCode = 1;
}
