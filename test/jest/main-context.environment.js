const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const compileFunction = vm.compileFunction;
const ours = new WeakSet();

vm.compileFunction = (code, params, { parsingContext, ...options } = {}) =>
  compileFunction(code, params, ours.has(parsingContext) ? options : { ...options, parsingContext });

/**
 * Suites run in the context of their worker, as programs do, so that they and the libraries that Node has loaded
 * (native-libraries.runner.js) mean the same by `Error` or `Date`. Whatever a suite changes of `process.env` is put back.
 */
module.exports = class MainContextEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const { moduleMocker, fakeTimersModern } = this;
    this.global = globalThis;
    this.moduleMocker = new moduleMocker.constructor(globalThis);
    this.fakeTimersModern = new fakeTimersModern.constructor({ config: config.projectConfig, global: globalThis });
    ours.add(this.context);
    this.env = { ...process.env };
  }

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
    await super.teardown();
  }
};
