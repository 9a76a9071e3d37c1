// A test runner for Jest that loads Parley once per worker, as decision 0022 says. `npm test` uses it for requests and
// journeys, each file of which starts a Parley and a database of its own anyway. Jest alone works as well, only slower.
import imported from 'jest-circus/runner';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const tests = pathToFileURL(join(import.meta.dirname, '..')).href;
// CommonJS, compiled from ES modules.
const circus = imported.default;
let world;

/** Runs a file as Jest's own runner does, in the first file's environment and with the modules that it has loaded. */
export default async function run(globalConfig, config, environment, runtime, file, send) {
  world ??= kept(environment, runtime);
  forgetTests(world);
  // Jest asks the runtime that it made itself where a line of a stack stood.
  runtime.getSourceMaps = () => world.runtime.getSourceMaps();
  return circus(globalConfig, config, world.environment, world.runtime, file, send);
}

/** Neither ends with its file: what is loaded goes on to need them. */
function kept(environment, runtime) {
  environment.teardown = async () => {};
  runtime.teardown = () => {};
  return { environment, runtime };
}

/** Whatever knows of a file: test files, what supports them, and the functions that Jest gives them. */
function forgetTests({ environment, runtime }) {
  const { registries, jestGlobals } = runtime;
  for (const key of registries.esModuleRegistry.keys())
    if (key.startsWith(tests) || key.startsWith('@jest/globals')) registries.esModuleRegistry.delete(key);
  registries.internalModuleRegistry.clear();
  // What a file loads, it may load by `import()`, too: after the file before, that would be outside of any test.
  runtime.enterTestCode();
  jestGlobals.clearJestObjectCache();
  for (const symbol of Object.getOwnPropertySymbols(environment.global))
    if (/^JEST_|EVENT_HANDLERS/.test(symbol.description ?? '')) delete environment.global[symbol];
}
