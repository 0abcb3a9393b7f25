const { readFileSync } = require('node:fs');

/** How the build compiles, but for its leaving tests out. */
const { exclude: _tests, $schema: _schema, ...swc } = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));

/** What is published as ES modules must pass through SWC: Jest loads CommonJS. */
const esModules = [
  '@nestjs',
  'uuid',
  'keyv',
  '@keyv',
  'cache-manager',
  'content-disposition',
  'cookie',
  '@fastify/cookie',
  '@cacheable',
  'hookified',
  'file-type',
  'strtok3',
  'jose',
];

const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.[cm]?[jt]s$': ['@swc/jest', { ...swc, swcrc: false }] },
  transformIgnorePatterns: [`node_modules/(?!(${esModules.join('|')})/)`],
};

/** @type {import('jest').Config} */
module.exports = {
  reporters: ['default', '<rootDir>/test/support/closing-line.reporter.js'],
  testTimeout: 300_000,
  maxWorkers: 2,
  // What a suite leaves behind is collected again and again: a worker that holds so much makes place for a new one.
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/web/src/**/*.spec.ts',
        '<rootDir>/test/architecture.spec.ts',
      ],
    },
    {
      ...shared,
      displayName: 'whole',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['architecture.spec.ts', '<rootDir>/test/web/'],
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
    {
      ...shared,
      displayName: 'web',
      testMatch: ['<rootDir>/test/web/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
  ],
};
