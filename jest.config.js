const { readFileSync } = require('node:fs');

/** How the build compiles, but for its leaving tests out. */
const { exclude: _tests, $schema: _schema, ...swc } = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));

const transform = { '^.+\\.[cm]?[jt]s$': ['@swc/jest', { ...swc, swcrc: false }] };

/** Suites of the server. */
const server = {
  testEnvironment: '<rootDir>/test/jest/main-context.environment.js',
  testRunner: '<rootDir>/test/jest/native-libraries.runner.js',
  transform,
};

/** Suites that need a PostgreSQL. */
const whole = {
  ...server,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** @type {import('jest').Config} */
module.exports = {
  reporters: ['default', '<rootDir>/test/jest/closing-line.reporter.js'],
  testTimeout: 300_000,
  maxWorkers: 2,
  // What a suite leaves behind is collected again and again: a worker that holds so much makes place for a new one.
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...server,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/architecture.spec.ts'],
    },
    {
      transform,
      displayName: 'unit', // of the pages: they put mocks in the place of libraries and of what browsers have
      testMatch: ['<rootDir>/web/src/**/*.spec.ts'],
    },
    {
      ...whole,
      displayName: 'whole',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['architecture.spec.ts', '<rootDir>/test/web/'],
    },
    {
      ...whole,
      displayName: 'web',
      testMatch: ['<rootDir>/test/web/**/*.spec.ts'],
    },
  ],
};
