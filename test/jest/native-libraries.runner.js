const { builtinModules, createRequire } = require('node:module');
const { default: circus } = require('jest-circus/runner');

const isLibrary = (name) => !/^(\.|\/|node:|@jest\/globals$)/.test(name) && !builtinModules.includes(name);

/**
 * Runs a suite as Jest does, but libraries are loaded by Node itself, once for all suites of a worker: Jest would read
 * and compile each of them again for each suite, which took a third of all time. Our own modules are new to each suite.
 */
module.exports = async function runSuite(globalConfig, config, environment, runtime, ...rest) {
  delete globalThis.typeormMetadataArgsStorage; // the entities of the suite before
  const load = runtime.requireModuleOrMock.bind(runtime);
  runtime.requireModuleOrMock = (from, name) => (isLibrary(name) ? createRequire(from)(name) : load(from, name));
  return circus(globalConfig, config, environment, runtime, ...rest);
};
